package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What the first page shows plots of: of which counts each is made, and where what is
 * behind them is found.
 */
enum Chart {

	SIGN_INS("/admin/audit?kind=sign-in",
			new Series("succeeded", "sign-in", "success"::equals, "/admin/audit?kind=sign-in&outcome=success"),
			new Series("refused", "sign-in", "refused"::equals, "/admin/audit?kind=sign-in&outcome=refused")),

	SIGN_UPS("/admin/audit?kind=account.created",
			new Series("accounts", "account.created", "success"::equals, "/admin/audit?kind=account.created")),

	/** Not parts of a whole: most that are asked for are also given. */
	VERIFICATIONS("/admin/audit?kind=challenge.asked",
			new Series("asked", "challenge.asked", "success"::equals, "/admin/audit?kind=challenge.asked"),
			new Series("proved", "address.proved", "success"::equals, "/admin/audit?kind=address.proved"),
			new Series("expired", "challenge.expired", "failure"::equals, null),
			new Series("wrong", "challenge.answered", "refused"::equals, "/admin/audit?kind=challenge.answered")),

	MAIL("/admin/mail/messages?", new Series("sent", "mail.attempt", "sent"::equals, "/admin/mail/messages?state=sent"),
			new Series("put-off", "mail.attempt", (outcome) -> !outcome.equals("sent") && !outcome.equals("permanent"),
					null),
			new Series("failed", "mail.failed", "failure"::equals, "/admin/audit?kind=mail.failed")),

	TOKENS("/admin/audit?kind=authorization_code.redeemed",
			new Series("code", "token.issued", "authorization_code"::equals,
					"/admin/audit?kind=authorization_code.redeemed"),
			new Series("refresh", "token.issued", "refresh_token"::equals, null),
			new Series("client", "token.issued", "client_credentials"::equals, null)),

	ERRORS("/admin/audit?outcome=failure",
			new Series("server", "response", (status) -> !status.equals("429"), "/admin/audit?outcome=failure"),
			new Series("too-many", "response", "429"::equals, null),
			new Series("tokens", "token.refused", (status) -> true, "/admin/audit?outcome=refused"));

	private final String events;

	private final List<Series> series;

	Chart(String events, Series... series) {
		this.events = events;
		this.series = List.of(series);
	}

	/** By this name the page's messages are found. */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** Where the events of a time are found, whatever they are counted as. */
	String events() {
		return this.events;
	}

	List<Series> series() {
		return this.series;
	}

	/** Whether each count stands for itself, and is not a part of their sum. */
	boolean lines() {
		return this == VERIFICATIONS;
	}

	/**
	 * What all of them are made of.
	 */
	static Set<String> kinds() {
		Set<String> kinds = new TreeSet<>();
		Stream.of(values()).flatMap((chart) -> chart.series().stream()).forEach((each) -> kinds.add(each.kind()));
		return kinds;
	}

	/**
	 * Counts that are shown as one.
	 *
	 * @param events where what is behind them is found; null if nothing but the count is
	 * kept
	 */
	record Series(String name, String kind, Predicate<String> label, @Nullable String events) {

	}

}
