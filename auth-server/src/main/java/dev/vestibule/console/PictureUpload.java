package dev.vestibule.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.vestibule.web.ErrorPages;
import dev.vestibule.web.Picture;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.http.fileupload.MultipartStream;
import org.apache.tomcat.util.http.fileupload.MultipartStream.MalformedStreamException;
import org.apache.tomcat.util.http.fileupload.impl.FileUploadIOException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets the form of some pages bring a picture (RFC 7578): the file becomes a field that
 * is the picture as its own address, and all that comes behind, what looks for forged
 * requests included, sees a form like any other. Nowhere else is such a form read.
 */
class PictureUpload extends OncePerRequestFilter {

	private static final String HEADER = "Content-Disposition:";

	private static final int MAX_HEADERS = 1024;

	private static final int MAX_FIELDS = 10;

	private final Pattern paths;

	private final ErrorPages errors;

	PictureUpload(Pattern paths, ErrorPages errors) {
		this.paths = paths;
		this.errors = errors;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String type = request.getContentType();
		return !("POST".equals(request.getMethod()) && this.paths.matcher(request.getRequestURI()).matches()
				&& type != null && type.startsWith(MediaType.MULTIPART_FORM_DATA_VALUE));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		Map<String, String[]> fields = read(request);
		if (fields == null) {
			this.errors.send(request, response, HttpStatus.BAD_REQUEST);
		}
		else {
			chain.doFilter(new Form(request, fields), response);
		}
	}

	private static @Nullable Map<String, String[]> read(HttpServletRequest request) throws IOException {
		String boundary = boundary(request.getContentType());
		Map<String, String[]> fields = new LinkedHashMap<>(request.getParameterMap());
		if (boundary == null) {
			return null;
		}
		try {
			MultipartStream parts = new MultipartStream(request.getInputStream(),
					boundary.getBytes(StandardCharsets.ISO_8859_1), null);
			parts.setPartHeaderSizeMax(MAX_HEADERS);
			boolean more = parts.skipPreamble();
			while (more) {
				if (!readPart(parts, fields) || fields.size() > MAX_FIELDS) {
					return null;
				}
				more = parts.readBoundary();
			}
			return fields;
		}
		catch (MalformedStreamException | FileUploadIOException | IllegalArgumentException ex) {
			return null;
		}
	}

	private static boolean readPart(MultipartStream parts, Map<String, String[]> fields) throws IOException {
		ContentDisposition disposition = disposition(parts.readHeaders());
		ByteArrayOutputStream content = new ByteArrayOutputStream();
		parts.readBodyData(content);
		String name = disposition.getName();
		if (name == null || fields.containsKey(name)) {
			return false;
		}
		fields.put(name, new String[] { (disposition.getFilename() != null) ? address(content.toByteArray())
				: content.toString(StandardCharsets.UTF_8) });
		return true;
	}

	// Without a file there is an empty one.
	private static String address(byte[] file) {
		return (file.length > 0) ? Picture.uri(file) : "";
	}

	private static ContentDisposition disposition(String headers) {
		return headers.lines()
			.filter((line) -> line.regionMatches(true, 0, HEADER, 0, HEADER.length()))
			.findFirst()
			.map((line) -> ContentDisposition.parse(line.substring(HEADER.length()).strip()))
			.orElseGet(ContentDisposition::empty);
	}

	private static @Nullable String boundary(@Nullable String type) {
		try {
			String boundary = MediaType.parseMediaType(String.valueOf(type)).getParameter("boundary");
			return (boundary != null) ? boundary.replaceAll("^\"|\"$", "") : null;
		}
		catch (InvalidMediaTypeException ex) {
			return null;
		}
	}

	/**
	 * The request with what was read.
	 */
	private static final class Form extends HttpServletRequestWrapper {

		private final Map<String, String[]> fields;

		Form(HttpServletRequest request, Map<String, String[]> fields) {
			super(request);
			this.fields = new TreeMap<>(fields);
		}

		@Override
		public @Nullable String getParameter(String name) {
			String[] values = this.fields.get(name);
			return (values != null) ? values[0] : null;
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return Collections.unmodifiableMap(this.fields);
		}

		@Override
		public Enumeration<String> getParameterNames() {
			return Collections.enumeration(this.fields.keySet());
		}

		@Override
		public String @Nullable [] getParameterValues(String name) {
			return this.fields.get(name);
		}

		@Override
		public String getContentType() {
			return MediaType.APPLICATION_FORM_URLENCODED_VALUE;
		}

	}

}
