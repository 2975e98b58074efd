package dev.vestibule.quickstart.inbox;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.vestibule.quickstart.http.Html;
import dev.vestibule.quickstart.http.Response;

/**
 * The pages of the inbox. All that comes from a mail is escaped; its HTML is shown in a
 * frame that runs no script and has no origin.
 */
final class InboxHtml {

	// A mail's own styles are inline, and the frame inherits the policy of its page.
	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
			+ "img-src data:; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM, HH:mm:ss", Locale.ENGLISH)
		.withZone(ZoneId.systemDefault());

	private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)\\]]");

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<title>%s</title>
			<link rel="icon" href="data:,">
			<link rel="stylesheet" href="/inbox.css">
			</head>
			<body>
			%s
			</body>
			</html>
			""";

	private static final String LIST = """
			<header>
			<h1><a href="/">Inbox</a></h1>
			<p>Every mail that the quickstart sends ends here; none leaves this machine.</p>
			</header>
			<main data-newest="%s" data-to="%s">
			%s
			</main>
			<script src="/inbox.js"></script>""";

	private static final String EMPTY = """
			<p class="empty">Nothing here yet. Sign up, or sign in with a provider, and the mail appears by itself.</p>""";

	private static final String ROW = """
			<li><a href="/messages/%s"><span class="who">%s</span><time>%s</time><strong>%s</strong>\
			<span class="preview">%s</span></a></li>""";

	private static final String ROWS = """
			<ol class="messages" reversed>
			%s
			</ol>
			<form method="post" action="/empty"><button>Delete all</button></form>""";

	private static final String MESSAGE = """
			<header>
			<p><a href="/">&larr; Inbox</a></p>
			<h1>%s</h1>
			<dl><dt>To</dt><dd><a href="/?to=%s">%s</a></dd><dt>From</dt><dd>%s</dd><dt>At</dt><dd>%s</dd></dl>
			</header>
			<main>
			%s%s
			</main>""";

	private static final String FRAME = """
			<iframe title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox" srcdoc="%s"></iframe>
			""";

	private static final String TEXT = """
			<details%s><summary>As plain text</summary><pre>%s</pre></details>""";

	private InboxHtml() {
	}

	static Response list(List<Message> messages, String to) {
		String rows = messages.isEmpty() ? EMPTY
				: ROWS.formatted(messages.stream().map(InboxHtml::row).collect(Collectors.joining("\n")));
		String newest = messages.isEmpty() ? "" : messages.get(0).id();
		return page("Inbox", LIST.formatted(newest, Html.escape(to), rows));
	}

	static Response message(Message message) {
		String frame = message.html().isEmpty() ? "" : FRAME.formatted(Html.escape(framed(message.html())));
		String text = TEXT.formatted(frame.isEmpty() ? " open" : "", linked(message.text()));
		String to = Html.escape(message.to());
		return page(Html.escape(subject(message)),
				MESSAGE.formatted(Html.escape(subject(message)), to.replace("+", "%2B"), to,
						Html.escape(message.from()), TIME.format(message.receivedAt()), frame, text));
	}

	private static String row(Message message) {
		String text = message.text().replaceAll("\\s+", " ").strip();
		return ROW.formatted(message.id(), Html.escape(message.to()), TIME.format(message.receivedAt()),
				Html.escape(subject(message)), Html.escape(text.substring(0, Math.min(text.length(), 240))));
	}

	private static String subject(Message message) {
		return message.subject().isBlank() ? "(no subject)" : message.subject();
	}

	/**
	 * Makes the links of a mail open outside its frame.
	 */
	private static String framed(String html) {
		return html.replaceAll("(?i)<a\\s", "<a target=\"_blank\" rel=\"noopener\" ");
	}

	private static String linked(String text) {
		StringBuilder html = new StringBuilder();
		Matcher links = LINK.matcher(text);
		int end = 0;
		while (links.find()) {
			String link = Html.escape(links.group());
			html.append(Html.escape(text.substring(end, links.start())));
			html.append("<a href=\"%s\" target=\"_blank\" rel=\"noopener\">%s</a>".formatted(link, link));
			end = links.end();
		}
		return html.append(Html.escape(text.substring(end))).toString();
	}

	private static Response page(String title, String body) {
		return Response.html(200, PAGE.formatted(title, body)).with("Content-Security-Policy", POLICY);
	}

}
