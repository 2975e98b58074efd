package dev.vestibule.quickstart.provider;

import java.util.List;
import java.util.stream.Collectors;

import dev.vestibule.quickstart.http.Html;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Request;
import dev.vestibule.quickstart.http.Response;

/**
 * The login form of a simulated provider: whoever fills it in is believed. It posts to
 * the address it was shown at, so that the authorization request stays in the query.
 */
record LoginPage(String provider, List<Example> examples, String ownFields) {

	private static final String POLICY = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<title>Simulated %1$s</title>
			<link rel="icon" href="data:,">
			<link rel="stylesheet" href="/provider.css">
			</head>
			<body>
			<p class="ribbon">For trying out only</p>
			<main>
			<h1>Simulated %1$s</h1>
			%2$s
			</main>
			</body>
			</html>
			""";

	private static final String FORM = """
			<p>This is not %1$s. Be whoever you like: what stands here is what %1$s would say of you.</p>
			<nav aria-label="Examples">%2$s</nav>
			<form method="post" action="?%3$s">
			<label for="subject">Identifier at %1$s</label>
			<input id="subject" name="subject" value="%4$s" required maxlength="255">
			<label for="name">Name</label>
			<input id="name" name="name" value="%5$s" maxlength="255">
			<label for="email">E-mail address <small>empty: none in the profile</small></label>
			<input id="email" name="email" value="%6$s" inputmode="email" maxlength="320">
			%7$s
			<div class="buttons">
			<button name="action" value="login">Continue</button>
			<button name="action" value="cancel" class="quiet" formnovalidate>Cancel</button>
			</div>
			</form>""";

	Response show(Request request) {
		Parameters query = request.query();
		Person person = this.examples.stream()
			.filter((example) -> example.label().equals(query.get("example")))
			.findFirst()
			.orElse(this.examples.get(0))
			.person();
		String links = this.examples.stream()
			.map((example) -> "<a href=\"?%s\">%s</a>"
				.formatted(Html.escape(query.with("example", example.label()).encode()), Html.escape(example.label())))
			.collect(Collectors.joining("\n"));
		String fields = this.ownFields.formatted(person.emailVerified() ? " checked" : "",
				Html.escape(person.hostedDomain()));
		return page(200,
				FORM.formatted(this.provider, links, Html.escape(query.encode()), Html.escape(person.subject()),
						Html.escape(person.name()),
						Html.escape(query.has("login_hint") ? query.get("login_hint") : person.email()), fields));
	}

	Response error(int status, String text) {
		return page(status, "<p role=\"alert\">%s</p>".formatted(Html.escape(text)));
	}

	private Response page(int status, String body) {
		return Response.html(status, PAGE.formatted(this.provider, body)).with("Content-Security-Policy", POLICY);
	}

	/**
	 * A person to try, by a label that says what is special about them.
	 */
	record Example(String label, Person person) {

	}

}
