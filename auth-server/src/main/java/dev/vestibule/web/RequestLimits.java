package dev.vestibule.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.InvalidParameterException;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.server.ResponseStatusException;

/**
 * Refuses an address over 8 KB and a body over 64 KB, or over what a feature says of its
 * own address, also one that does not tell its length beforehand. Headers, and bodies
 * that are forms, are the container's to measure: see application.yml.
 */
class RequestLimits extends OncePerRequestFilter {

	static final int MAX_BODY = 64 * 1024;

	static final int MAX_URI = 8 * 1024;

	// What the container still reads before it gives a connection up, so that the browser
	// gets to see the answer.
	private static final int SWALLOWED = 2 * 1024 * 1024;

	private static final Pattern NO_PAGE = Pattern.compile("/(oauth2|admin|userinfo|connect)(/.*)?");

	private final ErrorPages errors;

	private final Map<String, Integer> larger;

	RequestLimits(ErrorPages errors, List<LargeBody> larger) {
		this.errors = errors;
		this.larger = larger.stream().collect(Collectors.toUnmodifiableMap(LargeBody::path, LargeBody::bytes));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (uriLength(request) > MAX_URI) {
			this.errors.send(request, response, HttpStatus.URI_TOO_LONG);
		}
		else if (request.getContentLengthLong() > maxBody(request)) {
			refuseBody(request, response);
		}
		else {
			proceed(request, response, chain);
		}
	}

	// A person's form is this large because of what was put into a field: say that.
	private void refuseBody(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String type = String.valueOf(request.getContentType());
		if (type.startsWith(MediaType.APPLICATION_FORM_URLENCODED_VALUE) && request.getContentLengthLong() <= SWALLOWED
				&& !NO_PAGE.matcher(request.getRequestURI()).matches()) {
			this.errors.send(request, response, HttpStatus.BAD_REQUEST, "error.form.too-long");
		}
		else {
			this.errors.send(request, response, HttpStatus.CONTENT_TOO_LARGE);
		}
	}

	private void proceed(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(new MeasuredRequest(request, maxBody(request)), response);
		}
		catch (InvalidParameterException ex) {
			// The container reads forms at the first question for a parameter.
			answer(request, response, HttpStatusCode.valueOf(ex.getErrorCode()), ex);
		}
		catch (ContentTooLargeException ex) {
			answer(request, response, ex.getStatusCode(), ex);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, HttpStatusCode status,
			RuntimeException ex) throws IOException {
		if (response.isCommitted()) {
			throw ex;
		}
		this.errors.send(request, response, status);
	}

	private int maxBody(HttpServletRequest request) {
		return this.larger.getOrDefault(request.getRequestURI(), MAX_BODY);
	}

	private static int uriLength(HttpServletRequest request) {
		String query = request.getQueryString();
		return request.getRequestURI().length() + ((query != null) ? query.length() + 1 : 0);
	}

	private static final class ContentTooLargeException extends ResponseStatusException {

		private static final long serialVersionUID = 1L;

		ContentTooLargeException() {
			super(HttpStatus.CONTENT_TOO_LARGE);
		}

	}

	private static final class MeasuredRequest extends HttpServletRequestWrapper {

		private final int max;

		MeasuredRequest(HttpServletRequest request, int max) {
			super(request);
			this.max = max;
		}

		@Override
		public ServletInputStream getInputStream() throws IOException {
			return new MeasuredStream(super.getInputStream(), this.max);
		}

	}

	private static final class MeasuredStream extends ServletInputStream {

		private final ServletInputStream delegate;

		private final int max;

		private int count;

		MeasuredStream(ServletInputStream delegate, int max) {
			this.delegate = delegate;
			this.max = max;
		}

		@Override
		public int read() throws IOException {
			int read = this.delegate.read();
			count((read < 0) ? 0 : 1);
			return read;
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			int read = this.delegate.read(bytes, offset, length);
			count(Math.max(0, read));
			return read;
		}

		private void count(int read) {
			this.count += read;
			if (this.count > this.max) {
				throw new ContentTooLargeException();
			}
		}

		@Override
		public boolean isFinished() {
			return this.delegate.isFinished();
		}

		@Override
		public boolean isReady() {
			return this.delegate.isReady();
		}

		@Override
		public void setReadListener(ReadListener listener) {
			this.delegate.setReadListener(listener);
		}

	}

}
