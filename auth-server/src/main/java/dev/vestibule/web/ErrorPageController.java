package dev.vestibule.web;

import java.io.IOException;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.error.ErrorAttributes;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * Where the container sends every error that nothing else has answered.
 */
@Controller
class ErrorPageController implements ErrorController {

	private final ErrorPages pages;

	private final ErrorAttributes errors;

	ErrorPageController(ErrorPages pages, ErrorAttributes errors) {
		this.pages = pages;
		this.errors = errors;
	}

	@RequestMapping("/error")
	void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
		HttpStatusCode status = status(request);
		Throwable error = this.errors.getError(new ServletWebRequest(request));
		if (status.value() != HttpStatus.BAD_REQUEST.value()) {
			this.pages.send(request, response, status);
		}
		else if (error instanceof MissingServletRequestParameterException missing) {
			this.pages.send(request, response, status, "error.parameter.missing", missing.getParameterName());
		}
		else if (error instanceof MethodArgumentTypeMismatchException mismatch) {
			this.pages.send(request, response, status, "error.parameter.invalid", mismatch.getName());
		}
		else {
			this.pages.send(request, response, status, detail(error));
		}
	}

	private static HttpStatusCode status(HttpServletRequest request) {
		Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
		return (status instanceof Integer code) ? HttpStatusCode.valueOf(code) : HttpStatus.NOT_FOUND;
	}

	private static @Nullable String detail(@Nullable Throwable error) {
		return (error instanceof ErrorResponse response) ? response.getBody().getDetail() : null;
	}

}
