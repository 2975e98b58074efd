package dev.vestibule.quickstart.inbox;

import java.io.IOException;
import java.util.List;

import dev.vestibule.quickstart.http.Handler;
import dev.vestibule.quickstart.http.Parameters;
import dev.vestibule.quickstart.http.Request;
import dev.vestibule.quickstart.http.Response;

/**
 * The addresses at which the inbox answers: {@code /} and a page for each mail, and the
 * same as JSON under {@code /api/messages}.
 */
final class InboxPages implements Handler {

	private static final String API = "/api/messages";

	private static final String MESSAGE = "/messages/";

	private final Messages messages;

	InboxPages(Messages messages) {
		this.messages = messages;
	}

	@Override
	public Response handle(Request request) throws IOException {
		if (request.is("GET", API)) {
			return Response.json(200, selected(request));
		}
		if (request.is("DELETE", API)) {
			this.messages.delete(selected(request));
			return Response.noContent();
		}
		if (request.is("POST", "/empty")) {
			this.messages.delete(this.messages.all());
			return Response.seeOther("/");
		}
		if (request.is("GET", "/")) {
			return InboxHtml.list(selected(request), recipient(request));
		}
		if (request.is("GET", "/inbox.css")) {
			return Response.resource(InboxPages.class, "inbox.css", "text/css; charset=UTF-8");
		}
		if (request.is("GET", "/inbox.js")) {
			return Response.resource(InboxPages.class, "inbox.js", "text/javascript; charset=UTF-8");
		}
		if (request.method().equals("GET") && request.path().startsWith(MESSAGE)) {
			return this.messages.find(request.path().substring(MESSAGE.length()))
				.map(InboxHtml::message)
				.orElseGet(Response::notFound);
		}
		return Response.notFound();
	}

	private List<Message> selected(Request request) {
		String to = recipient(request);
		return to.isEmpty() ? this.messages.all() : this.messages.to(to);
	}

	private static String recipient(Request request) {
		Parameters query = request.query();
		// An address holds no space, so a plus sign that was not encoded is meant as one.
		return query.get("to").strip().replace(' ', '+');
	}

}
