package dev.vestibule.quickstart.http;

import java.io.IOException;

/**
 * Answers a request.
 */
@FunctionalInterface
public interface Handler {

	Response handle(Request request) throws IOException;

}
