package dev.vestibule.limit;

import java.time.Duration;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.MessageSourceResolvable;
import org.springframework.context.support.DefaultMessageSourceResolvable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.ModelAndView;

/**
 * Something was done as often as it may be. What to tell of it is a message, which says
 * when it may be done again.
 */
public class LimitExceededException extends RuntimeException implements MessageSourceResolvable {

	private static final long serialVersionUID = 1L;

	private final String message;

	private final Duration retryAfter;

	LimitExceededException(Limit limit, Duration retryAfter) {
		super("the limit of " + limit.name() + " is used up for " + retryAfter);
		this.message = limit.message();
		this.retryAfter = retryAfter;
	}

	/**
	 * How long it takes until it may be done again.
	 */
	public Duration retryAfter() {
		return this.retryAfter;
	}

	@Override
	public String[] getCodes() {
		return new String[] { this.message };
	}

	@Override
	public Object[] getArguments() {
		return new Object[] { Wait.inWords(this.retryAfter) };
	}

	/**
	 * Has a page tell it, as the attribute {@code limit}.
	 */
	public ModelAndView on(ModelAndView page, HttpServletResponse response) {
		mark(response);
		page.setStatus(HttpStatus.TOO_MANY_REQUESTS);
		return page.addObject("limit", this);
	}

	/**
	 * Says 429, and when to try again (RFC 6585, section 4).
	 */
	void mark(HttpServletResponse response) {
		response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
		response.setHeader(HttpHeaders.RETRY_AFTER, String.valueOf(Wait.seconds(this.retryAfter)));
	}

}
