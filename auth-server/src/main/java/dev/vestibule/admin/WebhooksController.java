package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.web.ServerProperties;
import dev.vestibule.webhook.Delivery;
import dev.vestibule.webhook.Webhook;
import dev.vestibule.webhook.Webhooks.NewSecret;
import dev.vestibule.webhook.Webhooks.NewWebhook;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The addresses that are told what happens, and what has become of each telling. A secret
 * is in the answer that tells it first, and nowhere else; an entity tag is that of what
 * is registered, since how deliveries go changes all the time.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/webhooks")
class WebhooksController {

	private final WebhookAdministration webhooks;

	private final ServerProperties server;

	WebhooksController(WebhookAdministration webhooks, ServerProperties server) {
		this.webhooks = webhooks;
		this.server = server;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> list(HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<String> page = Page.read(query, request);
		String words = query.words("q");
		query.check();
		return page.answer("webhooks", this.webhooks.list(words, page.after(""), page.toFind()),
				(webhook) -> List.of(webhook.url()), WebhooksController::shown);
	}

	@GetMapping("/{id}")
	ResponseEntity<Map<String, @Nullable Object>> show(@PathVariable String id) {
		return answer(ResponseEntity.ok(), this.webhooks.find(id));
	}

	@PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
	ResponseEntity<Map<String, @Nullable Object>> register(InputStream body, JwtAuthenticationToken who)
			throws IOException {
		NewWebhook created = this.webhooks.register(JsonBody.read(body), Asking.of(who));
		Webhook webhook = created.webhook();
		Map<String, @Nullable Object> shown = shown(webhook);
		shown.put("secret", created.secret());
		return ResponseEntity.created(URI.create(this.server.url(AdminApiSecurity.PATH + "/webhooks/" + webhook.id())))
			.eTag(EntityTag.of(webhook.fields()))
			.body(shown);
	}

	@PatchMapping(path = "/{id}", consumes = { MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<Map<String, @Nullable Object>> change(@PathVariable String id, InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return answer(ResponseEntity.ok(), this.webhooks.change(id, JsonBody.read(body), meant, Asking.of(who)));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) {
		this.webhooks.delete(id, IfMatch.optional(ifMatch), Asking.of(who));
	}

	/**
	 * Gives a webhook another secret. For a while it is signed with the former one too.
	 */
	@PostMapping("/{id}/secret")
	@ResponseStatus(HttpStatus.CREATED)
	Map<String, Object> replaceSecret(@PathVariable String id, InputStream body, JwtAuthenticationToken who)
			throws IOException {
		NewSecret created = this.webhooks.replaceSecret(id, JsonBody.readOrEmpty(body), IfMatch.optional(null),
				Asking.of(who));
		Map<String, Object> answer = new LinkedHashMap<>();
		answer.put("secret", created.secret());
		answer.put("previous_secret_expires_at", created.previousExpiresAt().getEpochSecond());
		return answer;
	}

	@PostMapping("/{id}/test")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, Object> test(@PathVariable String id, JwtAuthenticationToken who) {
		return this.webhooks.test(id, Asking.of(who)).fields();
	}

	@GetMapping("/{id}/deliveries")
	ResponseEntity<Map<String, Object>> deliveries(@PathVariable String id, HttpServletRequest request) {
		Fields query = Fields.ofQuery(request);
		Page<Long> page = Page.read(query, request, (position) -> Long.valueOf(position.get(0)));
		Delivery.State state = WebhookAdministration.state(query);
		query.check();
		Webhook webhook = this.webhooks.find(id);
		return page.answer("deliveries",
				this.webhooks.deliveries(webhook.id(), state, page.after(Long.MAX_VALUE), page.toFind()),
				(delivery) -> List.of(String.valueOf(delivery.number())), Delivery::fields);
	}

	/**
	 * A delivery with what is sent.
	 */
	@GetMapping("/{id}/deliveries/{delivery}")
	Map<String, Object> delivery(@PathVariable String id, @PathVariable String delivery) {
		Delivery found = this.webhooks.delivery(id, delivery);
		Map<String, Object> shown = found.fields();
		shown.put("payload", found.payload());
		return shown;
	}

	@PostMapping("/{id}/deliveries/{delivery}/redeliver")
	@ResponseStatus(HttpStatus.ACCEPTED)
	Map<String, Object> redeliver(@PathVariable String id, @PathVariable String delivery, JwtAuthenticationToken who) {
		return this.webhooks.redeliver(id, delivery, Asking.of(who)).fields();
	}

	private static ResponseEntity<Map<String, @Nullable Object>> answer(ResponseEntity.BodyBuilder answer,
			Webhook webhook) {
		return answer.eTag(EntityTag.of(webhook.fields())).body(shown(webhook));
	}

	private static Map<String, @Nullable Object> shown(Webhook webhook) {
		Map<String, @Nullable Object> shown = webhook.fields();
		shown.put("status", webhook.status().fields(webhook.state()));
		return shown;
	}

}
