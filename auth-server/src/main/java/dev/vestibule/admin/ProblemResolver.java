package dev.vestibule.admin;

import java.io.IOException;
import java.io.UncheckedIOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Answers what goes wrong below the admin API's path with a problem, an unknown path and
 * a wrong method included; pages are left to others, and so are faults of the server.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemResolver implements HandlerExceptionResolver {

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception exception) {
		if (!request.getRequestURI().startsWith(AdminApiSecurity.PATH + "/")) {
			return null;
		}
		try {
			if (exception instanceof ProblemException ours) {
				ours.problem().write(response);
				return new ModelAndView();
			}
			if (exception instanceof ErrorResponse frameworks) {
				frameworks.getHeaders()
					.forEach((name, values) -> values.forEach((value) -> response.addHeader(name, value)));
				Problem.of(HttpStatus.valueOf(frameworks.getStatusCode().value()), null).write(response);
				return new ModelAndView();
			}
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
