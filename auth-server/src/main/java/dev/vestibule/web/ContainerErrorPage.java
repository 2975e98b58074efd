package dev.vestibule.web;

import java.io.IOException;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.util.HtmlUtils;

/**
 * Answers what the container refuses before any filter sees it, such as a malformed
 * request line.
 */
class ContainerErrorPage extends ErrorReportValve {

	private static final Logger logger = LoggerFactory.getLogger(ContainerErrorPage.class);

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<title>Error: %1$s · %3$s</title>
			<link rel="stylesheet" href="/css/vestibule.css">
			</head>
			<body><main class="card"><p class="eyebrow">Error %2$d</p><h1>%1$s</h1></main></body>
			</html>
			""";

	private final SecurityHeaders headers;

	private final Look look;

	ContainerErrorPage(SecurityHeaders headers, Look look) {
		this.headers = headers;
		this.look = look;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable failure) {
		HttpStatus status = HttpStatus.resolve(response.getStatus());
		if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
			return;
		}
		this.headers.write(request, response);
		response.setContentType("text/html;charset=UTF-8");
		try {
			response.getReporter()
				.write(PAGE.formatted(status.getReasonPhrase(), status.value(),
						HtmlUtils.htmlEscape(this.look.getName())));
			response.finishResponse();
		}
		catch (IOException ex) {
			logger.debug("The answer to a refused request could not be written", ex);
		}
	}

}
