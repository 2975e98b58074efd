package dev.vestibule.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * The console's pages about what is no person: resource servers, providers, keys, mail,
 * and what happened.
 */
final class TestMachinePages {

	private static final String ID = "5b1c1a2e-0000-4000-8000-000000000001";

	private static final String SINCE = "21 November 2026, 09:00 UTC";

	private final UnaryOperator<String> data;

	private final BiConsumer<String, Map<String, Object>> pages;

	TestMachinePages(UnaryOperator<String> data, BiConsumer<String, Map<String, Object>> pages) {
		this.data = data;
		this.pages = pages;
	}

	void add() {
		trials();
		audit();
		mails();
		keys();
		providers();
		settings();
	}

	private void settings() {
		Map<String, Object> unmade = Map.of("lines", List.of(), "defaults", List.of(), "made", false, "locked", false);
		Map<String, Object> made = with(unmade, "made", true, "lines", List.of(value("example.com")));
		Map<String, Object> openTo = with(unmade, "name", "open_to", "lines", List.of("domains"), "defaults",
				List.of("everyone"));
		Map<String, Object> shown = Map.of("open_to", openTo, "domains", with(made, "name", "domains"), "tos_uri",
				with(unmade, "name", "tos_uri"), "policy_uri", with(made, "locked", true, "name", "policy_uri"),
				"mail_from", with(made, "defaults", List.of(value("a@example.com")), "name", "mail_from"),
				"mail_from_name", with(made, "name", "mail_from_name"), "logo_uri", with(unmade, "name", "logo_uri"));
		Map<String, Object> both = Map.of("parts",
				Map.of("sign-up", List.of("open_to", "domains", "tos_uri", "policy_uri"), "mail",
						List.of("mail_from", "mail_from_name"), "look", List.of("logo_uri")),
				"shown", shown);
		page("console-settings.some", both);
		page("console-settings.saved", with(both, "done", "saved"));
		Map<String, Object> logo = Map.of("version", "\"v\"", "made", true, "locked", false, "errors", Map.of());
		page("console-settings-logo.made", logo);
		page("console-settings-logo.locked", with(logo, "locked", true));
		page("console-settings-logo.refused",
				with(logo, "made", false, "errors", Map.of("logo_uri", List.of(value("No.")))));
		page("console-settings-logo.meanwhile", with(logo, "meanwhile", true));
		Map<String, Object> form = with(both, "version", "\"v\"", "base", "e30", "openTo",
				List.of("everyone", "domains", "invited"), "errors", Map.of(), "values",
				Map.of("open_to", "domains", "mail_from", value("b@example.com")), "lines",
				Map.of("domains", value("example.com")));
		page("console-settings-edit.new", form);
		page("console-settings-edit.locked", with(form, "shown", with(shown, "open_to", with(openTo, "locked", true))));
		List<String> wrong = List.of(value("No."));
		page("console-settings-edit.errors",
				with(form, "errors", Map.of("open_to", wrong, "domains", wrong, "mail_from", wrong)));
		page("console-settings-edit.refused", with(form, "refusal", value("No.")));
		page("console-settings-edit.conflict", with(form, "differences", List
			.of(Map.of("name", "tos_uri", "theirs", List.of(value("a")), "yours", List.of(value("b")), "kept", true))));
	}

	private void trials() {
		Map<String, Object> client = Map.of("id", value("shop"), "name", value("Shop"), "enabled", true);
		Map<String, Object> asked = Map.of("client", client, "kind", "web", "scopes",
				List.of(Map.of("name", value("openid"), "description", value("d"), "granted", true)));
		page("console-client-try.web", asked);
		page("console-client-try.service", with(asked, "kind", "service", "scopes", List.of()));
		page("console-client-try.disabled", with(asked, "client", with(client, "enabled", false)));
		Map<String, Object> token = Map.of("header", value("{}"), "claims", value("{}"));
		page("console-client-tried.full",
				Map.of("client", client, "accessToken", token, "idToken", token, "refreshable", true));
		page("console-client-tried.service", Map.of("client", client, "accessToken", token, "refreshable", false));
		page("console-client-tried.refused",
				Map.of("client", client, "error", value("access_denied"), "refreshable", false));
	}

	private void audit() {
		Map<String, Object> event = with(
				Map.of("id", 17L, "time", SINCE, "kind", value("client.updated"), "outcome", "success", "account", ID,
						"email", value("ann@example.com"), "client", value("shop"), "source", value("192.0.2.1")),
				"reason", null);
		Map<String, Object> found = Map.of("kept", 400L, "values", Map.of(), "errors", Map.of(), "events",
				List.of(event, with(event, "outcome", "refused", "reason", value("credentials")),
						with(event, "outcome", "failure", "kind", value("test.unheard-of")),
						with(event, "email", null)),
				"export", "/admin/audit/export", "first", "/admin/audit", "next", "/admin/audit?cursor=x", "further",
				true);
		page("console-audit.some", found);
		page("console-audit.searched",
				with(found, "values", Map.of("kind", value("x"), "outcome", "refused", "from", "2026-11-21T09:00")));
		page("console-audit.none", with(found, "events", List.of()));
		page("console-audit.not-found", with(found, "events", List.of(), "values", Map.of("kind", value("x"))));
		page("console-audit.refused", with(found, "events", List.of(), "values", Map.of("account", value("x")),
				"errors", Map.of("account", List.of(value("Account must be one.")), "cursor", List.of(value("No.")))));
		Map<String, Object> shown = Map.of("event", with(event, "reason", value("r")), "device", value("Firefox"), "by",
				Map.of("account", ID, "name", value("admin@example.com")), "facts", Map.of(value("mail"), value("1")),
				"changes", List.of(Map.of("field", value("client_name"), "before", "", "after", value("Shop"))));
		page("console-event.full", shown);
		page("console-event.bare",
				without(with(shown, "event", with(without(event, "account", "client", "source"), "email", null),
						"facts", Map.of(), "changes", List.of()), "device", "by"));
		page("console-event.gone", with(shown, "event", with(event, "email", null, "reason", value("r")), "by",
				with(Map.of("name", value("client:cli")), "account", null)));
	}

	private void mails() {
		Map<String, Object> mail = with(Map.of("id", ID, "recipient", value("ann@example.com"), "template", "sign-up",
				"state", "sent", "since", SINCE), "reason", null);
		Map<String, Object> found = Map.of("values", Map.of(), "errors", Map.of(), "states",
				List.of("queued", "sending", "sent", "retrying", "failed", "abandoned"), "first",
				"/admin/mail/messages", "mails", List.of(mail, with(mail, "state", "failed", "reason", value("550 no")),
						with(mail, "state", "abandoned"), with(mail, "state", "queued", "template", value("later"))));
		page("console-mails.some", with(found, "next", "/admin/mail/messages?cursor=x"));
		page("console-mails.none", with(found, "mails", List.of()));
		page("console-mails.not-found",
				with(found, "mails", List.of(), "values", Map.of("recipient", value("x"), "state", "sent")));
		page("console-mails.refused", with(found, "mails", List.of(), "values", Map.of("recipient", value("x")),
				"errors", Map.of("recipient", List.of(value("Recipient is too long.")))));
		Map<String, Object> shown = Map.of("mail", mail, "attempts", 1, "language", "English", "sentAt", SINCE,
				"account", ID, "mailing", ID, "underWay", false, "over", true);
		page("console-mail.sent", shown);
		page("console-mail.resent", with(shown, "done", "resent"));
		page("console-mail.again", with(shown, "resentAs", ID));
		page("console-mail.abandoned", with(shown, "done", "abandoned"));
		page("console-mail.waiting",
				without(with(shown, "mail", with(mail, "state", "retrying", "reason", value("451 later")), "underWay",
						true, "over", false), "sentAt", "account", "mailing"));
		page("console-mail.refused", with(shown, "refusal", value("It is under way.")));
		Map<String, Object> trial = Map.of("values", Map.of("recipient", value("ann@example.com")), "errors", Map.of());
		page("console-mail-test.fresh", trial);
		page("console-mail-test.sent",
				with(trial, "outcomes", List.of(with(Map.of("route", value("smtp")), "refusal", null),
						Map.of("route", value("gmail"), "refusal", value("401")))));
		page("console-mail-test.refused",
				with(trial, "errors", Map.of("recipient", List.of(value("Recipient must be an address.")))));
	}

	private void keys() {
		Map<String, Object> key = with(Map.of("kid", value("k1"), "algorithm", "ES256", "state", "active", "published",
				SINCE, "active", SINCE), "retired", null, "until", null);
		List<Map<String, Object>> all = List.of(key, without(with(key, "state", "next"), "active"),
				with(key, "state", "retired", "retired", SINCE, "until", SINCE));
		page("console-keys.all", Map.of("keys", all));
		page("console-keys.rotated", Map.of("keys", all, "done", "rotated"));
		page("console-keys.removed", Map.of("keys", all, "done", "removed"));
		page("console-key-rotate.ask", Map.of("keys", all));
		page("console-key-rotate.refused", Map.of("keys", all, "refusal", value("Too soon.")));
		all.forEach((each) -> page("console-key-compromise." + each.get("state"), Map.of("key", each)));
	}

	private void providers() {
		Map<String, Object> provider = Map.of("id", value("work"), "name", value("Work"), "kind", "OpenID Connect",
				"mark", "other", "enabled", true, "since", "21 November 2026");
		page("console-providers.some",
				Map.of("providers", List.of(provider, with(provider, "enabled", false, "mark", "google"))));
		page("console-providers.none", Map.of("providers", List.of(), "done", "deleted"));
		Map<String, Object> preset = Map.of("id", "oidc", "name", "OpenID Connect", "mark", "other", "settings",
				Map.of("issuer_uri", "", "scope", "openid email"), "required", List.of("issuer_uri"), "trusts",
				List.of("never", "always"), "checkable", true);
		Map<String, Object> apple = Map.of("id", "apple", "name", "Apple", "mark", "apple", "settings",
				Map.of("team_id", "", "key_id", "", "scope", "openid"), "required", List.of("team_id", "key_id"),
				"trusts", List.of("never"), "checkable", true);
		page("console-provider-presets.all", Map.of("presets", List.of(preset, apple, with(preset, "id", "oauth2"))));
		Map<String, Object> fresh = Map.of("preset", preset, "values", Map.of("id", value("work")), "lines", Map.of(),
				"optional", List.of("scope"), "errors", Map.of(), "redirectUri",
				value("https://login.example.com/login/oauth2/code/work"));
		page("console-provider-new.oidc", fresh);
		page("console-provider-new.apple", with(fresh, "preset", apple));
		page("console-provider-new.refused", with(fresh, "refusal", value("No.")));
		Map<String, Object> wrong = Map.of("name", List.of(value("Name is bad.")), "issuer_uri",
				List.of(value("Issuer is missing.")), "client_secret", List.of(value("Client secret is missing.")),
				"domains", List.of(value("x must be a domain.")), "trust", List.of(value("Trust.")));
		Map<String, Object> typed = with(fresh, "values",
				Map.of("name", value("Work"), "trust", "always", "client_id", value("c"), "issuer_uri", value("x")),
				"lines", Map.of("domains", value("x")), "errors", wrong);
		page("console-provider-new.errors", typed);
		page("console-provider-new.apple-errors", with(typed, "preset", apple));
		Map<String, Object> shown = Map.of("provider", provider, "preset", preset, "clientId", value("c"), "trust",
				"always", "domains", List.of(value("example.com")), "position", 5, "settings",
				Map.of("issuer_uri", value("https://sso.example.com")), "redirectUri",
				value("https://login.example.com"), "ofApi", true, "version", "\"v\"");
		page("console-provider.full", shown);
		page("console-provider.configured",
				with(shown, "ofApi", false, "provider", with(provider, "enabled", false), "domains", List.of()));
		page("console-provider.checked", with(shown, "checked", true));
		page("console-provider.flaw", with(shown, "checked", true, "flaw", value("no answer")));
		for (String done : List.of("saved", "unchanged", "registered", "enabled", "disabled")) {
			page("console-provider." + done, with(shown, "done", done));
		}
		Map<String, Object> edited = with(typed, "provider", provider, "version", "\"v\"", "base", "e30");
		page("console-provider-edit.errors", edited);
		page("console-provider-edit.conflict", with(edited, "errors", Map.of(), "differences", List.of(Map.of("name",
				"issuer_uri", "theirs", List.of(value("a")), "yours", List.of(value("b")), "kept", true))));
		page("console-provider-disable.ask", shown);
		page("console-provider-delete.ask", shown);
		page("console-provider-delete.meanwhile", with(shown, "meanwhile", true));
		page("console-provider-delete.refused", with(shown, "refusal", value("No.")));
		page("console-provider-delete.configured", with(shown, "ofApi", false));
	}

	private void page(String name, Map<String, Object> model) {
		this.pages.accept(name, with(model, "administrator", value("grace.hopper@example.com")));
	}

	private String value(String value) {
		return this.data.apply(value);
	}

	private static Map<String, Object> with(Map<String, Object> model, Object... changes) {
		Map<String, Object> changed = new HashMap<>(model);
		for (int i = 0; i < changes.length; i += 2) {
			changed.put((String) changes[i], changes[i + 1]);
		}
		return changed;
	}

	private static Map<String, Object> without(Map<String, Object> model, String... names) {
		Map<String, Object> changed = new HashMap<>(model);
		List.of(names).forEach((name) -> changed.put(name, null));
		return changed;
	}

}
