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
			new Series("succeeded", 0, "sign-in", "success"::equals, "/admin/audit?kind=sign-in&outcome=success"),
			new Series("refused", 1, "sign-in", "refused"::equals, "/admin/audit?kind=sign-in&outcome=refused")),

	SIGN_UPS("/admin/audit?kind=account.created",
			new Series("accounts", 0, "account.created", "success"::equals, "/admin/audit?kind=account.created")),

	/** Not parts of a whole: most that are asked for are also given. */
	VERIFICATIONS("/admin/audit?kind=challenge.asked",
			new Series("asked", 0, "challenge.asked", "success"::equals, "/admin/audit?kind=challenge.asked"),
			new Series("proved", 2, "address.proved", "success"::equals, "/admin/audit?kind=address.proved"),
			new Series("expired", 3, "challenge.expired", "failure"::equals, null),
			new Series("wrong", 1, "challenge.answered", "refused"::equals, "/admin/audit?kind=challenge.answered")),

	MAIL("/admin/mail/messages?",
			new Series("sent", 0, "mail.attempt", "sent"::equals, "/admin/mail/messages?state=sent"),
			new Series("put-off", 3, "mail.attempt",
					(outcome) -> !outcome.equals("sent") && !outcome.equals("permanent"), null),
			new Series("failed", 1, "mail.failed", "failure"::equals, "/admin/audit?kind=mail.failed")),

	TOKENS("/admin/audit?kind=authorization_code.redeemed",
			new Series("code", 0, "token.issued", "authorization_code"::equals,
					"/admin/audit?kind=authorization_code.redeemed"),
			new Series("refresh", 2, "token.issued", "refresh_token"::equals, null),
			new Series("client", 3, "token.issued", "client_credentials"::equals, null)),

	ERRORS("/admin/audit?outcome=failure",
			new Series("server", 1, "response", (status) -> !status.equals("429"), "/admin/audit?outcome=failure"),
			new Series("too-many", 3, "response", "429"::equals, null),
			new Series("tokens", 0, "token.refused", (status) -> true, "/admin/audit?outcome=refused"));

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
	 * @param tone which of the plots' colours they have: 1 is for what went wrong
	 * @param events where what is behind them is found; null if nothing but the count is
	 * kept
	 */
	record Series(String name, int tone, String kind, Predicate<String> label, @Nullable String events) {

	}

}
