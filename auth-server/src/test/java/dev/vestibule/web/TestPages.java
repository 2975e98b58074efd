package dev.vestibule.web;

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
		pages.others();
		return pages.models;
	}

	private void login() {
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
						"termsUrl", "https://example.com/terms", "privacyUrl", "https://example.com/privacy"));
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
		page("consent.bare", Map.of("client", value("Notes"), "clientId", value("demo-client"), "state", value("s"),
				"scopes", List.of(new Scope(value("notes.read"), null, false))));
	}

	private void others() {
		page("home.nobody", Map.of());
		page("home.somebody", Map.of("email", email(), "name", value("Grace Hopper")));
		page("home.unnamed", Map.of("email", email()));
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
		this.models.put(name, model);
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

	record Identity(String provider, String authority, String subject, String providerName, @Nullable String email,
			String linkedOn) {

	}

	record Provider(String id, String name, String mark) {

	}

	record Scope(String name, @Nullable String description, boolean granted) {

	}

}
