package dev.vestibule.web;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;

/**
 * Every page in every state: the view's name, a dot, the state; and the model of it.
 */
final class TestPages {

	private final Map<String, Map<String, Object>> models = new LinkedHashMap<>();

	private final UnaryOperator<String> data;

	private TestPages(UnaryOperator<String> data) {
		this.data = data;
	}

	static Map<String, Map<String, Object>> all() {
		return with(UnaryOperator.identity());
	}

	/**
	 * The same pages, with everything that comes from outside replaced.
	 */
	static Map<String, Map<String, Object>> with(UnaryOperator<String> data) {
		TestPages pages = new TestPages(data);
		pages.login();
		pages.signUp();
		pages.verify();
		pages.reset();
		pages.account();
		pages.consent();
		pages.console();
		pages.webhooks();
		pages.consoleServers();
		new TestMachinePages(pages.data, pages::page).add();
		pages.consoleAccounts();
		pages.consoleNames();
		pages.consoleDocuments();
		pages.others();
		return pages.models;
	}

	private Map<String, Object> app() {
		return Map.of("logo", value("data:image/png;base64,iVBORw0KGgo="), "color", "1a5fb4");
	}

	private void login() {
		page("login.look", Map.of("client", value("Notes"), "app", app()));
		page("login.bare", Map.of());
		page("login.client", Map.of("client", value("Notes"), "providers", providers()));
		page("login.credentials", Map.of("client", value("Notes"), "providers", providers(), "error", "credentials",
				"username", email()));
		for (String error : List.of("disabled", "cancelled", "provider-failed", "provider-unavailable", "too-busy",
				"session-ended", "sign-up-ended", "closed")) {
			page("login." + error, Map.of("providers", providers(), "error", error, "providerName", value("Facebook")));
			page("login." + error + "-unnamed", Map.of("providers", providers(), "error", error));
		}
		page("login.limit", Map.of("providers", providers(), "error", "limit", "username", email(), "limit",
				limit("limit.passwords", "limit.wait.minutes", 12)));
		page("login.link", Map.of("client", value("Notes"), "notice", "link", "providerName", value("Google"),
				"username", email()));
		page("login.many", Map.of("providers", manyProviders()));
		page("login.again", Map.of("notice", "again", "providers", providers()));
		page("login.link-unnamed", Map.of("notice", "link"));
	}

	private void signUp() {
		Form empty = new Form(null, null, null);
		Form wrong = new Form(value("grace"), value("Grace"), "never shown");
		page("signup.new", Map.of("client", value("Notes"), "providers", providers(), "form", empty));
		page("signup.domains",
				Map.of("providers", providers(), "form", empty, "openTo", "domains", "domains", value("example.com"),
						"tosUri", "https://example.com/terms", "policyUri", "https://example.com/privacy"));
		page("signup.invited", Map.of("providers", providers(), "form", empty, "openTo", "invited"));
		page("signup.errors",
				Map.of("client", value("Notes"), "providers", providers(), "form", wrong,
						BindingResult.MODEL_KEY_PREFIX + "form", rejected(wrong, "email", "email.malformed", "name",
								"name.required", "password", "password.too-short")));
		page("address.new", Map.of("providerName", value("Facebook"), "form", empty));
		page("address.declined", Map.of("providerName", value("Facebook"), "askAgain", "facebook", "form", empty));
		page("address.unnamed", Map.of("form", empty));
		page("address.errors", Map.of("form", wrong, BindingResult.MODEL_KEY_PREFIX + "form",
				rejected(wrong, "email", "email.malformed")));
	}

	private void verify() {
		for (String delivery : List.of("queued", "sent", "retrying", "failed")) {
			page("verify." + delivery, Map.of("email", email(), "delivery", delivery, "resendIn", 0));
		}
		page("verify.failed-reason",
				Map.of("email", email(), "delivery", "failed", "deliveryReason", value("550 5.1.1 no such mailbox")));
		page("verify.wrong",
				Map.of("email", email(), "delivery", "sent", "error", "wrong", "attemptsLeft", 3, "resendIn", 42));
		page("verify.wrong-uncounted", Map.of("email", email(), "delivery", "sent", "error", "wrong"));
		page("verify.expired", Map.of("email", email(), "delivery", "sent", "error", "expired"));
		page("verify.exhausted", Map.of("email", email(), "delivery", "sent", "error", "exhausted"));
		page("verify.moving", Map.of("email", email(), "delivery", "queued", "poll", 2, "shown", "1a2b"));
		page("verify.limit", Map.of("email", email(), "delivery", "sent", "error", "limit", "resendIn", 17, "limit",
				limit("limit.mails", "limit.wait.seconds", 17)));
		page("verify.resent", Map.of("email", email(), "delivery", "queued", "notice", "resent", "resendIn", 60));
		page("verify-link.confirm", Map.of("state", "confirm", "email", email(), "token", value("t0ken")));
		page("verify-link.confirm-unnamed", Map.of("state", "confirm", "token", value("t0ken")));
		page("verify-link.new-address",
				Map.of("state", "confirm", "email", email(), "token", value("t0ken"), "action", "/account/email/link"));
		page("verify-link.other-browser", Map.of("state", "other-browser"));
		NewPassword empty = new NewPassword(value("t0ken"), null, null, null);
		page("verify-link.invitation",
				Map.of("state", "invitation", "continuable", true, "email", email(), "form", empty));
		page("verify-link.continue",
				Map.of("state", "other-browser", "continuable", true, "email", email(), "form", empty));
		page("verify-link.continue-wrong", Map.of("state", "other-browser", "continuable", true, "email", email(),
				"form", empty, "error", "wrong"));
		page("verify-link.continue-errors", Map.of("state", "other-browser", "continuable", true, "email", email(),
				"form", empty, BindingResult.MODEL_KEY_PREFIX + "form",
				rejected(empty, "code", "code.malformed", "name", "name.required", "password", "password.common")));
		page("verify-link.invalid", Map.of("state", "invalid", "again", "signup"));
		page("verify-link.invalid-reset", Map.of("state", "invalid", "again", "reset"));
	}

	private void reset() {
		Form form = new Form(null, null, null);
		Form wrong = new Form(value("grace"), null, null);
		page("reset.new", Map.of("form", form));
		page("reset.errors", Map.of("form", wrong, BindingResult.MODEL_KEY_PREFIX + "form",
				rejected(wrong, "email", "email.malformed")));
		NewPassword empty = new NewPassword(value("t0ken"), null, null, null);
		page("reset-code.sent", Map.of("email", email(), "delivery", "sent", "form", empty, "resendIn", 42));
		page("reset-code.failed",
				Map.of("email", email(), "delivery", "failed", "deliveryReason", value("550 no"), "form", empty));
		page("reset-code.wrong",
				Map.of("email", email(), "delivery", "sent", "error", "wrong", "attemptsLeft", 3, "form", empty));
		page("reset-code.errors",
				Map.of("email", email(), "delivery", "sent", "form", empty, BindingResult.MODEL_KEY_PREFIX + "form",
						rejected(empty, "code", "code.malformed", "password", "password.too-short")));
		page("reset-link.new", Map.of("email", email(), "form", empty, "elsewhere", false));
		page("reset-link.elsewhere", Map.of("email", email(), "form", empty, "elsewhere", true));
		page("reset-link.wrong", Map.of("email", email(), "form", empty, "elsewhere", true, "error", "wrong"));
		page("reset-link.errors", Map.of("email", email(), "form", empty, BindingResult.MODEL_KEY_PREFIX + "form",
				rejected(empty, "password", "password.common")));
		page("recover-link.recover", Map.of("email", email(), "revert", false, "form", empty));
		page("recover-link.revert", Map.of("email", email(), "revert", true, "form", empty));
		page("recover-link.limit", Map.of("email", email(), "revert", false, "form", empty, "error", "limit", "limit",
				limit("limit.digits", "limit.wait.minutes", 42)));
		for (String error : List.of("wrong", "expired")) {
			page("recover-link." + error, Map.of("email", email(), "revert", false, "form", empty, "error", error));
		}
	}

	private void account() {
		Identity google = new Identity("google", value("https://google.example"), value("1"), value("Google"), email(),
				"21 November 2026");
		Identity nameless = new Identity("facebook", value("app"), value("2"), value("Facebook"), null,
				"21 November 2026");
		Map<String, Object> bare = Map.of("name", value("Grace Hopper"), "email", email(), "verifiedOn",
				"21 November 2026", "hasPassword", true, "identities", List.of(), "unlinkable", true, "providers",
				providers(), "mailings", true);
		page("account.bare", bare);
		page("account.many", with(bare, "providers", manyProviders()));
		page("account.without-mailings", with(bare, "mailings", false));
		page("account.mailings", with(bare, "done", "mailings"));
		page("unsubscribe.confirm", Map.of("state", "confirm", "token", value("t0ken")));
		page("unsubscribe.done", Map.of("state", "done"));
		page("unsubscribe.invalid", Map.of("state", "invalid"));
		page("account.linked", with(bare, "identities", List.of(google, nameless), "hasPassword", false));
		page("account.pending", with(bare, "pendingEmail", value("grace@example.org")));
		page("account.last", with(bare, "identities", List.of(google), "unlinkable", false));
		page("account.linked-now", with(bare, "done", "linked"));
		page("account.unlinked", with(bare, "done", "unlinked"));
		for (String error : List.of("cancelled", "provider-failed", "provider-unavailable", "identity-taken",
				"address-taken", "not-linked", "unlink")) {
			page("account." + error, with(bare, "error", error, "providerName", value("Google")));
		}
		page("account.cancelled-unnamed", with(bare, "error", "cancelled"));
		page("account.frozen", with(bare, "frozenUntil", "22 November 2026, 04:00 UTC"));
		page("account.done-email", with(bare, "done", "email"));
		Form empty = new Form(null, null, null);
		Form wrong = new Form(value("grace"), null, null);
		page("account.done-password", with(bare, "done", "password"));
		page("account-password.new", Map.of("email", email(), "hasPassword", true, "form", empty));
		page("account-password.first", Map.of("email", email(), "hasPassword", false, "form", empty));
		page("account-password.frozen", Map.of("email", email(), "hasPassword", true, "form", empty, "frozenUntil",
				"22 November 2026, 04:00 UTC"));
		page("account-password.errors", Map.of("email", email(), "hasPassword", true, "form", wrong,
				BindingResult.MODEL_KEY_PREFIX + "form", rejected(wrong, "password", "password.too-short")));
		page("account-email.new", Map.of("email", email(), "days", 7L, "form", empty));
		page("account-email.errors", Map.of("email", email(), "days", 7L, "form", wrong,
				BindingResult.MODEL_KEY_PREFIX + "form", rejected(wrong, "email", "email.own")));
		page("account-email.frozen",
				Map.of("email", email(), "days", 7L, "form", empty, "frozenUntil", "22 November 2026, 04:00 UTC"));
		page("account-email-code.sent", Map.of("signedIn", true, "email", email(), "delivery", "sent", "resendIn", 42));
		page("account-email-code.failed",
				Map.of("signedIn", true, "email", email(), "delivery", "failed", "deliveryReason", value("550 no")));
		page("account-email-code.wrong",
				Map.of("signedIn", true, "email", email(), "delivery", "sent", "error", "wrong", "attemptsLeft", 3));
	}

	private static Map<String, Object> with(Map<String, Object> model, Object... changes) {
		Map<String, Object> changed = new LinkedHashMap<>(model);
		for (int i = 0; i < changes.length; i += 2) {
			changed.put((String) changes[i], changes[i + 1]);
		}
		return changed;
	}

	private void consent() {
		page("consent.scopes",
				Map.of("client", value("Notes"), "clientId", value("demo-client"), "clientUri",
						value("https://notes.example.com"), "state", value("s"), "email", email(), "scopes",
						List.of(new Scope("openid", null, false), new Scope("profile", null, true),
								new Scope("email", null, false), new Scope("offline_access", null, false),
								new Scope(value("notes.read"), value("Read your notes"), false))));
		page("consent.look",
				with(Map.of("client", value("Notes"), "clientId", value("demo-client"), "state", value("s"), "scopes",
						List.of(new Scope("openid", null, false))), "tosUri", value("https://notes.example.com/terms"),
						"policyUri", value("https://notes.example.com/privacy"), "app", app()));
		page("consent.bare", Map.of("client", value("Notes"), "clientId", value("demo-client"), "state", value("s"),
				"scopes", List.of(new Scope(value("notes.read"), null, false))));
	}

	private void console() {
		String who = "administrator";
		Map<String, Object> home = Map.ofEntries(Map.entry(who, email()),
				Map.entry("clients", Map.of("all", 1234, "disabled", 0)),
				Map.entry("mail", Map.of("waiting", 3, "failed", 0)), Map.entry("mailState", "up"),
				Map.entry("providers", providers()), Map.entry("providersState", "up"),
				Map.entry("keys", List.of(Map.of("algorithm", "ES256", "since", "21 November 2026"))),
				Map.entry("nextKeys", 4L), Map.entry("period", "48h"),
				Map.entry("periods", List.of("48h", "30d", "90d")), Map.entry("plots", plots()),
				Map.entry("issuer", "http://localhost:9000"));
		page("console.good", home);
		page("console.bad",
				with(home, "clients", Map.of("all", 2, "disabled", 1), "mail", Map.of("waiting", 0, "failed", 7),
						"mailState", "unreachable", "providersState", "version-ends", "keys", List.of(), "nextKeys", 0L,
						"period", "30d"));
		page("console.authorize-again", with(home, "mailState", "authorize-again"));
		page("console.new",
				with(home, "providers", List.of(), "steps",
						List.of(Map.of("name", "client", "link", "/admin/clients/new", "done", true),
								Map.of("name", "provider", "link", "/admin/providers", "done", false),
								Map.of("name", "mail", "link", "/admin/mail", "done", false))));
		Map<String, Object> client = Map.of("id", value("shop"), "name", value("Bookshop"), "kind", "web", "enabled",
				true, "since", "21 November 2026");
		page("console-clients.some", Map.of(who, email(), "clients", List.of(client, with(client, "enabled", false)),
				"next", "/admin/clients?cursor=x", "further", true, "q", value("shop")));
		page("console-clients.none", Map.of(who, email(), "clients", List.of(), "done", "deleted"));
		page("console-clients.not-found", Map.of(who, email(), "clients", List.of(), "q", value("shop")));
		page("console-clients.refused", Map.of(who, email(), "clients", List.of(), "errors",
				Map.of("q", List.of(value("The search has an invisible character.")))));
		page("console-client-kinds.all", Map.of(who, email()));
		for (String kind : List.of("web", "spa", "native", "service")) {
			page("console-client-new." + kind, with(consoleForm(kind), "errors", Map.of()));
		}
		page("console-client-new.errors", consoleForm("web"));
		Map<String, Object> metadata = Map.of("clientUri", value("https://shop.example"), "redirectUris",
				List.of(value("https://shop.example/a")), "postLogoutRedirectUris",
				List.of(value("https://shop.example/")), "tokenEndpointAuthMethod", "client_secret_basic", "grantTypes",
				List.of("authorization_code"), "requirePkce", true, "requireConsent", false, "idTokenSignedResponseAlg",
				"RS256", "accessTokenSigningAlg", "ES256", "look",
				Map.of("logoUri", value("data:image/png;base64,iVBORw0KGgo="), "brandColor", value("#1a5fb4"), "tosUri",
						value("https://shop.example/terms"), "policyUri", value("https://shop.example/privacy")));
		Map<String, Object> shown = Map.of(who, email(), "client", client, "kind", "web", "ofApi", true, "hasSecret",
				true, "version", "\"v\"", "metadata", metadata, "scopes", List.of(consoleScope()));
		Map<String, Object> settings = Map.of("springBoot", value("a"), "node", value("b"), "python", value("c"),
				"curl", value("d"));
		page("console-client.settings", with(shown, "settings", settings));
		Map<String, Object> plain = with(metadata, "look",
				with(Map.of(), "logoUri", null, "brandColor", null, "tosUri", null, "policyUri", null));
		page("console-client.plain", with(shown, "metadata", plain));
		page("console-client.looked-at", with(shown, "may", new May(false)));
		page("console-client.configured", with(shown, "ofApi", false, "hasSecret", false, "client",
				with(client, "enabled", false), "scopes", List.of()));
		for (String done : List.of("saved", "unchanged", "enabled", "disabled", "registered")) {
			page("console-client." + done, with(shown, "done", done));
		}
		page("console-client-created.secret", with(shown, "secret", value("s3cret"), "settings", settings));
		page("console-client-created.public", shown);
		Map<String, Object> edited = with(consoleForm("web"), "client", client, "version", "\"v\"", "base", "e30");
		page("console-client-edit.fresh", with(edited, "errors", Map.of()));
		page("console-client-edit.errors", edited);
		page("console-client-edit.refused",
				with(edited, "errors", Map.of(), "refusal", value("It cannot be changed.")));
		page("console-client-edit.conflict",
				with(edited, "errors", Map.of(), "differences",
						List.of(Map.of("name", "client_name", "theirs", List.of(value("A")), "yours",
								List.of(value("B")), "kept", true),
								Map.of("name", "scope", "theirs", List.of(value("a"), value("b")), "yours", List.of(),
										"kept", false))));
		page("console-client-disable.ask", shown);
		Map<String, Object> logo = with(shown, "errors", Map.of());
		page("console-client-logo.there", logo);
		page("console-client-logo.locked", with(logo, "ofApi", false));
		page("console-client-logo.refused", with(logo, "errors", Map.of("logo_uri", List.of(value("No.")))));
		page("console-client-logo.meanwhile", with(logo, "meanwhile", true));
		Map<String, Object> deleted = with(shown, "introspects", List.of());
		page("console-client-delete.ask", deleted);
		page("console-client-delete.meanwhile", with(deleted, "meanwhile", true));
		page("console-client-delete.refused", with(deleted, "refusal", value("It is in use.")));
		page("console-client-delete.configured", with(deleted, "ofApi", false));
		page("console-client-delete.introspects", with(deleted, "introspects", List.of(value("https://api.example"))));
		Map<String, Object> secret = with(shown, "overlaps", List.of(86400L, 604800L, 0L), "seen", "\"s\"");
		page("console-client-secret.ask", secret);
		page("console-client-secret.meanwhile", with(secret, "meanwhile", true));
		page("console-client-secret.refused", with(secret, "refusal", value("It has none.")));
		page("console-client-secret.configured", with(secret, "ofApi", false));
		page("console-client-secret.until",
				with(shown, "secret", value("s3cret"), "until", "22 November 2026, 04:00 UTC"));
		page("console-client-secret.dead", with(shown, "secret", value("s3cret")));
	}

	private List<Map<String, Object>> plots() {
		Map<String, Object> one = Map.of("label", value("Succeeded"), "tone", 0, "total", "7", "link",
				"/admin/audit?kind=sign-in", "bars", List.of(Map.of("x", "1", "y", "30.0", "height", "70.0")), "points",
				"");
		Map<String, Object> line = with(one, "label", value("Expired"), "link", null, "bars", List.of(), "points",
				"5,100.0 15,30.0");
		Map<String, Object> slot = Map.of("when", value("Nov 21, 15:00"), "link", "/admin/audit?kind=sign-in&from=1",
				"words", value("Succeeded 7"), "counts", List.of("7", "0"));
		Map<String, Object> plot = Map.of("name", "sign-ins", "lines", false, "width", 20, "series", List.of(one),
				"top", "10", "middle", "5", "slots", List.of(slot, slot), "ticks",
				List.of(Map.of("time", "15:00", "day", "Nov 21")), "empty", false, "words", value("Succeeded 7"));
		return List.of(plot, with(plot, "name", "verifications", "lines", true, "series", List.of(one, line), "ticks",
				List.of(with(Map.of("day", "Nov 21"), "time", null)), "empty", true));
	}

	private void webhooks() {
		String who = "administrator";
		Map<String, Object> status = Map.of("waiting", 3, "failures", 2);
		Map<String, Object> webhook = with(Map.of("webhook",
				Map.of("id", value("w-1"), "url", value("https://crm.example/hook"), "description", value("Records"),
						"kinds", List.of(value("account.*")), "enabled", true, "status", status),
				"state", "active", "delivered", "21 November 2026, 16:00 UTC", "since", "21 November 2026",
				"secretSince", "21 November 2026"), "next", null, "reason", null);
		Map<String, Object> failing = with(
				with(with(webhook, "state", "failing"), "next", "21 November 2026, 17:00 UTC"), "reason",
				value("The receiver refused it."));
		page("console-webhooks.some",
				Map.of(who, email(), "webhooks",
						List.of(webhook, failing, with(webhook, "state", "retrying"),
								with(webhook, "state", "disabled")),
						"next", "/admin/webhooks?cursor=x", "further", true, "q", value("crm")));
		page("console-webhooks.none", Map.of(who, email(), "webhooks", List.of(), "done", "deleted"));
		page("console-webhooks.not-found", Map.of(who, email(), "webhooks", List.of(), "q", value("crm")));
		page("console-webhooks.refused", Map.of(who, email(), "webhooks", List.of(), "errors",
				Map.of("q", List.of(value("The search has an invisible character.")))));
		Map<String, Object> sent = with(
				Map.of("delivery", Map.of("id", value("d-1"), "kind", value("account.created"), "status", 204), "state",
						"delivered", "created", "21 November 2026, 16:00 UTC", "over", true),
				"next", null, "reason", null);
		Map<String, Object> retried = with(sent, "delivery",
				with(Map.of("id", value("d-2"), "kind", value("sign-in")), "status", null), "state", "retrying", "over",
				false, "next", "21 November 2026, 17:00 UTC", "reason", value("The receiver could not be reached."));
		Map<String, Object> shown = Map.of(who, email(), "webhook", webhook, "version", "\"v\"", "deliveries",
				List.of(sent, retried), "next", "/admin/webhooks/w-1?cursor=x", "further", true);
		page("console-webhook.some", shown);
		page("console-webhook.failing", with(with(shown, "webhook", failing), "wanted", "failed"));
		page("console-webhook.none", with(shown, "deliveries", List.of()));
		for (String done : List.of("saved", "unchanged", "enabled", "disabled", "tested", "redelivered")) {
			page("console-webhook." + done, with(shown, "done", done));
		}
		Map<String, Object> form = with(with(with(with(shown, "values", Map.of("url", value("https://crm.example/"))),
				"lines", Map.of("kinds", value("account.*"))), "known", List.of(value("sign-in"))), "errors", Map.of());
		Map<String, Object> errors = Map.of("url", List.of(value("Address is taken.")), "kinds",
				List.of(value("x must be a kind.")), "description", List.of(value("Too long.")));
		for (String view : List.of("console-webhook-new", "console-webhook-edit")) {
			page(view + ".fresh", form);
			page(view + ".errors", with(form, "errors", errors));
			page(view + ".refused", with(form, "refusal", value("There are too many.")));
		}
		page("console-webhook-edit.conflict", with(form, "differences", List.of(Map.of("name", "kinds", "theirs",
				List.of(value("a"), value("b")), "yours", List.of(value("c")), "kept", true))));
		Map<String, Object> secret = with(shown, "overlaps", List.of(86400L, 0L));
		page("console-webhook-secret.ask", secret);
		page("console-webhook-secret.meanwhile", with(secret, "meanwhile", true));
		page("console-webhook-secret.refused", with(secret, "refusal", value("There is none.")));
		page("console-webhook-secret.created", with(with(shown, "secret", value("whsec_x")), "created", true));
		page("console-webhook-secret.until",
				with(with(shown, "secret", value("whsec_x")), "until", "22 November 2026, 04:00 UTC"));
		page("console-webhook-secret.dead", with(shown, "secret", value("whsec_x")));
		page("console-webhook-delete.ask", shown);
		page("console-webhook-delete.meanwhile", with(shown, "meanwhile", true));
		page("console-webhook-delete.refused", with(shown, "refusal", value("There is none.")));
	}

	private void consoleServers() {
		String who = "administrator";
		Map<String, Object> server = Map.of("id", "5b1c1a2e-0000-4000-8000-000000000001", "uri",
				value("https://api.example"), "name", value("Orders"), "scopes", 2, "enabled", true, "since",
				"21 November 2026");
		page("console-servers.some", Map.of(who, email(), "servers", List.of(server), "next",
				"/admin/resource-servers?cursor=x", "further", true, "q", value("orders")));
		page("console-servers.none", Map.of(who, email(), "servers", List.of(), "done", "deleted"));
		page("console-servers.not-found", Map.of(who, email(), "servers", List.of(), "q", value("x")));
		page("console-servers.refused", Map.of(who, email(), "servers", List.of(), "errors",
				Map.of("q", List.of(value("The search has an invisible character.")))));
		Map<String, Object> fresh = Map.of(who, email(), "values", Map.of(), "rows", List.of(), "spare", 3,
				"algorithms", List.of("ES256", "RS256"), "errors", Map.of());
		page("console-server-new.fresh", fresh);
		Map<String, Object> typed = with(
				with(with(fresh, "values",
						Map.of("uri", value("x"), "name", value("Orders"), "access_token_signing_alg", "RS256",
								"client_id", value("orders"))),
						"rows", List.of(Map.of("name", value("a b"), "description", value("Read"), "ko", ""))),
				"errors", Map.of("uri", List.of(value("URI must be absolute.")), "scopes-0",
						List.of(value("a b is bad.")), "scopes", List.of(value("Twice."))));
		page("console-server-new.errors", typed);
		page("console-server-new.refused", with(fresh, "refusal", value("The scope is another's.")));
		Map<String, Object> shown = Map.of(who, email(), "server", server, "ofApi", true, "version", "\"v\"", "scopes",
				List.of(Map.of("name", value("orders.read"), "description", value("Read"))), "lifetime", 120,
				"algorithm", "RS256", "introspector", value("orders-api"), "settings",
				Map.of("springBoot", value("a"), "node", value("b"), "python", value("c"), "curl", value("d")));
		shown = with(shown, "canBeDisabled", true);
		page("console-server.full", shown);
		Map<String, Object> bare = new HashMap<>(with(with(shown, "ofApi", false), "scopes", List.of()));
		List.of("lifetime", "algorithm", "introspector").forEach(bare::remove);
		page("console-server.configured", bare);
		page("console-server.disabled", with(shown, "server", with(server, "enabled", false)));
		for (String done : List.of("saved", "unchanged", "registered", "enabled", "disabled")) {
			page("console-server." + done, with(shown, "done", done));
		}
		Map<String, Object> edited = with(with(typed, "server", server), "base", "e30");
		page("console-server-edit.errors", edited);
		page("console-server-edit.conflict",
				with(with(edited, "errors", Map.of()), "differences", List.of(Map.of("name", "scopes", "theirs",
						List.of(value("a")), "yours", List.of(value("b"), value("c")), "kept", true))));
		Map<String, Object> deleted = with(with(shown, "clients", List.of()), "more", 0);
		page("console-server-disable.ask", with(deleted, "clients", List.of(value("shop"))));
		page("console-server-disable.refused",
				with(with(deleted, "refusal", value("It is the server's own.")), "canBeDisabled", false));
		page("console-server-delete.ask", deleted);
		page("console-server-delete.clients", with(with(deleted, "clients", List.of(value("shop"))), "more", 5));
		page("console-server-delete.meanwhile", with(deleted, "meanwhile", true));
		page("console-server-delete.refused", with(deleted, "refusal", value("It is in use.")));
		page("console-server-delete.configured", with(deleted, "ofApi", false));
	}

	private void consoleAccounts() {
		Map<String, Object> account = Map.of("id", "0195b5f0-0000-7000-8000-000000000000", "email", email(), "name",
				value("Grace Hopper"), "state", "active", "adminRole", "operator", "roles", List.of(value("editor")),
				"groups", List.of(value("staff")), "since", "21 November 2026");
		Map<String, Object> bare = with(account, "roles", List.of(), "groups", List.of(), "adminRole", null);
		Map<String, Object> list = Map.of("administrator", email(), "values", Map.of(), "errors", Map.of(), "first",
				"/admin/accounts", "accounts",
				List.of(account, with(account, "state", "proof_due"), with(bare, "state", "disabled")));
		page("console-accounts.some", with(list, "next", "/admin/accounts?cursor=x", "further", true));
		page("console-accounts.narrowed", with(list, "values", Map.of("role", value("editor"), "state", "disabled")));
		page("console-accounts.none", with(list, "accounts", List.of(), "done", "deleted"));
		page("console-accounts.not-found", with(list, "accounts", List.of(), "values", Map.of("q", value("grace"))));
		page("console-accounts.refused",
				with(list, "accounts", List.of(), "values", Map.of("q", value("x")), "errors",
						Map.of("q", List.of(value("The search has an invisible character.")), "cursor",
								List.of(value("The place is unknown.")))));
		Map<String, Object> about = Map.of("administrator", email(), "account", account, "version", "\"v\"", "own",
				false, "lookedAfter", true);
		Map<String, Object> session = Map.of("id", "ab", "device", "Firefox on Linux", "source", value("192.0.2.1"),
				"clients", List.of(value("shop")), "since", "21 November 2026", "used", "today", "own", true);
		Map<String, Object> row = Map.of("id", 1L, "kind", value("sign-in"), "outcome", "success", "time", "today",
				"reason", value("wrong"), "client", value("shop"));
		Map<String, Object> event = with(Map.of("row", row), "by", value("account:1"));
		Map<String, Object> whole = with(about, "verifiedOn", "21 November 2026", "verifiedBy", "code", "language",
				"English", "hasPassword", true, "identities",
				List.of(Map.of("provider", value("Google"), "subject", value("1"), "email", email(), "since",
						"21 November 2026")),
				"lastSignIn", "today", "sessions", List.of(session, with(session, "own", false, "clients", List.of())),
				"events", List.of(event, with(event, "by", value("client:cli")),
						with(Map.of("row", with(row, "outcome", "refused")), "by", null)));
		page("console-account.whole", whole);
		page("console-account.bare",
				with(whole, "account", with(bare, "state", "disabled"), "sessions", List.of(), "events", List.of(),
						"identities", List.of(), "hasPassword", false, "verifiedBy", "provider", "verifier",
						value("Google"), "proofDue", "today", "frozenUntil", "tomorrow"));
		page("console-account.staff", with(whole, "lookedAfter", false));
		page("console-account.looked-at", with(whole, "may", new May(false)));
		for (String done : List.of("enable", "disable", "sign-out", "require-proof", "admin-role", "saved", "unchanged",
				"session")) {
			page("console-account." + done, with(whole, "done", done, "verifiedBy", "link"));
		}
		for (String change : List.of("disable", "sign-out", "require-proof", "delete")) {
			page("console-account-confirm." + change, with(about, "change", change));
		}
		Map<String, Object> deleted = with(about, "change", "delete", "own", true);
		page("console-account-confirm.meanwhile", with(deleted, "meanwhile", true));
		page("console-account-confirm.refused",
				with(deleted, "refusal", value("It is the last one."), "account", with(account, "state", "disabled")));
		Map<String, Object> role = with(about, "choices", List.of("", "viewer", "operator", "administrator"));
		page("console-account-role.ask", role);
		page("console-account-role.refused", with(role, "refusal", value("It is the last one."), "own", true));
		Map<String, Object> edited = offers("administrator", email(), "account", account, "version", "\"v\"", "own",
				false, "lookedAfter", true, "base", "e30", "errors", Map.of());
		page("console-account-edit.fresh", edited);
		page("console-account-edit.refused", with(edited, "refusal", value("It cannot be changed."), "errors",
				Map.of("roles", List.of(value("Roles has x in it.")))));
		page("console-account-edit.conflict", with(edited, "differences",
				List.of(Map.of("name", "roles", "theirs", List.of(value("a")), "yours", List.of(), "kept", true))));
		Map<String, Object> invitation = Map.of("id", "1", "email", email(), "roles", List.of(value("editor")),
				"groups", List.of(), "by", "account:1", "since", "today", "until", "tomorrow");
		Map<String, Object> invitations = Map.of("administrator", email(), "invitations", List.of(invitation));
		page("console-invitations.some", with(invitations, "done", "invited"));
		page("console-invitations.none", with(invitations, "invitations", List.of(), "done", "withdrawn"));
		page("console-invitations.not-found", with(invitations, "invitations", List.of(), "q", value("x")));
		page("console-invitations.refused", with(invitations, "invitations", List.of(), "errors",
				Map.of("q", List.of(value("The search has an invisible character.")))));
		Map<String, Object> invite = offers("administrator", email(), "errors", Map.of(), "values",
				Map.of("email", email(), "locale", "ko"));
		page("console-invitation-new.fresh", invite);
		page("console-invitation-new.operator", with(invite, "may", new May(false)));
		page("console-invitation-new.errors", with(invite, "errors",
				Map.of("email", List.of(value("Address is required.")), "roles", List.of(value("Roles has x.")))));
		page("console-invitation-new.refused", with(invite, "refusal", value("It has an account.")));
		page("console-invitation-delete.ask", Map.of("administrator", email(), "invitation", invitation));
	}

	private void consoleDocuments() {
		Map<String, Object> none = Map.of("administrator", email(), "documents", List.of());
		page("console-configuration.none", none);
		page("console-configuration.some", with(none, "documents", List.of("main", value("shop"))));
		Map<String, Object> asked = Map.of("administrator", email(), "document", value("version: 1"), "prune", true);
		page("console-configuration-new.ask", asked);
		Map<String, Object> flaw = Map.of("field", value("clients[0].scope"), "line", "7", "words", value("is wrong"));
		Map<String, Object> inLine = new HashMap<>(flaw);
		inLine.put("field", null);
		page("console-configuration-new.refused",
				with(with(asked, "refusal", value("It cannot be applied.")), "flaws", List.of(flaw, inLine)));
		Map<String, Object> compared = with(
				with(with(with(asked, "seen", "0f"), "applied", false), "difference", value("+ client shop")), "steps",
				List.of(value("+ client shop")));
		page("console-configuration-new.compared", compared);
		page("console-configuration-new.meanwhile", with(compared, "meanwhile", true));
		page("console-configuration-new.applied", with(compared, "applied", true));
		page("console-configuration-new.nothing", with(with(compared, "difference", ""), "steps", List.of()));
	}

	private void consoleNames() {
		for (String kind : List.of("roles", "groups")) {
			Map<String, Object> thing = Map.of("name", value("editor"), "description", value("Edits"), "roles",
					List.of(value("author")), "enabled", true);
			Map<String, Object> list = Map.of("administrator", email(), "kind", kind, "names",
					List.of(thing, with(thing, "description", "", "roles", List.of())));
			page("console-names." + kind, list);
			page("console-names." + kind + "-none", with(list, "names", List.of(), "done", "deleted"));
			page("console-names." + kind + "-not-found", with(list, "names", List.of(), "q", value("x")));
			page("console-names." + kind + "-refused", with(list, "names", List.of(), "errors",
					Map.of("q", List.of(value("The search has an invisible character.")))));
			Map<String, Object> about = offers("administrator", email(), "kind", kind, "thing", thing, "uses",
					Map.of("accounts", 2, "groups", 1), "version", "\"v\"", "ofApi", true, "errors", Map.of(), "values",
					Map.of("name", value("editor"), "description", value("Edits")));
			page("console-name." + kind, about);
			page("console-name." + kind + "-disabled", with(about, "thing", with(thing, "enabled", false)));
			page("console-name-disable." + kind, about);
			for (String done : List.of("created", "saved", "unchanged", "enabled", "disabled")) {
				page("console-name." + kind + "-" + done, with(about, "done", done));
			}
			page("console-name." + kind + "-bare", with(about, "thing",
					with(thing, "description", "", "roles", List.of()), "uses", Map.of("accounts", 0, "groups", 0)));
			page("console-name." + kind + "-configured", with(about, "ofApi", false));
			Map<String, List<String>> wrong = Map.of("name", List.of(value("Name is taken.")), "description",
					List.of(value("Description has an invisible character.")));
			page("console-name-new." + kind, about);
			page("console-name-new." + kind + "-errors", with(about, "errors", wrong));
			page("console-name-edit." + kind, with(about, "base", "e30"));
			page("console-name-edit." + kind + "-errors", with(about, "errors",
					Map.of("description", wrong.get("description")), "refusal", value("It is wrong.")));
			page("console-name-edit." + kind + "-refused", with(about, "refusal", value("It is configured.")));
			page("console-name-edit." + kind + "-conflict", with(about, "differences", List.of(Map.of("name",
					"description", "theirs", List.of(value("a")), "yours", List.of(value("b")), "kept", true))));
			Map<String, Object> deleted = with(about, "seen", "s");
			page("console-name-delete." + kind, deleted);
			page("console-name-delete." + kind + "-refused", with(deleted, "refusal", value("No."), "ofApi", false));
			page("console-name-delete." + kind + "-meanwhile",
					with(deleted, "meanwhile", true, "uses", Map.of("accounts", 1, "groups", 0)));
		}
	}

	/**
	 * A form that offers roles and groups.
	 */
	private Map<String, Object> offers(Object... more) {
		Map<String, Object> model = new LinkedHashMap<>();
		model.put("roleOffers", List
			.of(Map.of("name", value("editor"), "description", value("Edits"), "enabled", false, "ticked", true)));
		model.put("groupOffers", List.of());
		model.put("moreThanOffered", true);
		for (int i = 0; i < more.length; i += 2) {
			model.put(more[i].toString(), more[i + 1]);
		}
		return model;
	}

	private Map<String, Object> consoleForm(String kind) {
		List<String> asked = kind.equals("service") ? List.of("client_name", "scope") : List.of("client_name",
				"client_uri", "redirect_uris", "post_logout_redirect_uris", "scope", "require_consent", "brand_color");
		return Map.of("administrator", email(), "kind", kind, "asked", asked, "values",
				Map.of("client_name", value("Bookshop"), "client_id", value("shop"), "require_consent", true), "lines",
				Map.of("redirect_uris", value("https://shop.example/*")), "errors",
				Map.of("client_name", List.of(value("Name must be 1 to 100 characters.")), "redirect_uris",
						List.of(value("https://shop.example/* has a wildcard."), value("x is not a URI.")), "scope",
						List.of(value("Scopes has x.")), "client_id", List.of(value("Client ID is taken."))),
				"scopes", Map.of("", List.of(consoleScope()), value("https://api.example"), List.of(consoleScope())));
	}

	private Map<String, Object> consoleScope() {
		return Map.of("name", value("notes.read"), "description", value("Read your notes"), "granted", false, "ticked",
				true);
	}

	private void others() {
		page("home.nobody", Map.of());
		page("home.somebody", Map.of("email", email(), "name", value("Grace Hopper")));
		page("home.unnamed", Map.of("email", email()));
		page("home.administrator", Map.of("email", email(), "administrator", true));
		page("signed-out.plain", Map.of());
		for (boolean found : List.of(true, false)) {
			page("data-deletion." + (found ? "erased" : "nothing"),
					Map.of("providerName", value("Facebook"), "askedAt", "January 1, 2026", "found", found));
		}
		page("error.bare", Map.of("status", 500));
		page("error.not-found", Map.of("status", 404, "title", "This page does not exist"));
		page("error.detailed", Map.of("status", 400, "title", value("This request cannot be answered"), "detail",
				value("Field “email”, twice."), "reference", value("8F3K-2M9Q")));
	}

	private void page(String name, Map<String, Object> model) {
		this.models.put(name,
				(name.startsWith("console") && !model.containsKey("may")) ? with(model, "may", new May(true)) : model);
	}

	private String value(String value) {
		return this.data.apply(value);
	}

	private String email() {
		return value("grace.hopper@example.com");
	}

	private List<Provider> providers() {
		return List.of(new Provider("google", value("Google"), "google"),
				new Provider("facebook", value("Facebook"), "facebook"),
				new Provider(value("acme"), value("Acme"), "other"));
	}

	private List<Provider> manyProviders() {
		return Stream.of(providers(), providers()).flatMap(List::stream).toList();
	}

	private static MessageSourceResolvable limit(String message, String wait, int number) {
		return new DefaultMessageSourceResolvable(new String[] { message },
				new Object[] { new DefaultMessageSourceResolvable(new String[] { wait }, new Object[] { number }) });
	}

	private static BindingResult rejected(Object form, String... fieldsAndCodes) {
		BindingResult result = new BeanPropertyBindingResult(form, "form");
		for (int i = 0; i < fieldsAndCodes.length; i += 2) {
			result.rejectValue(fieldsAndCodes[i], fieldsAndCodes[i + 1]);
		}
		return result;
	}

	record Form(@Nullable String email, @Nullable String name, @Nullable String password) {

	}

	record NewPassword(@Nullable String token, @Nullable String code, @Nullable String name,
			@Nullable String password) {

	}

	record May(boolean all) {

		public boolean open(String page) {
			return this.all;
		}

		public boolean send(String page) {
			return this.all;
		}

	}

	record Identity(String provider, String authority, String subject, String providerName, @Nullable String email,
			String linkedOn) {

	}

	record Provider(String id, String name, String mark) {

	}

	record Scope(String name, @Nullable String description, boolean granted) {

	}

}
