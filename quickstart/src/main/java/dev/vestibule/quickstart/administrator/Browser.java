package dev.vestibule.quickstart.administrator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.vestibule.quickstart.http.Parameters;

/**
 * As much of a browser as forms need: cookies, redirects, and the hidden token against
 * forged requests.
 */
final class Browser {

	private static final Pattern INPUT = Pattern.compile("<input[^>]*>");

	private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");

	private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

	private final URI site;

	private final Map<String, String> cookies = new LinkedHashMap<>();

	Browser(URI site) {
		this.site = site;
	}

	/**
	 * Opens the page with the form, submits it and follows the redirects.
	 * @return where that ends
	 */
	HttpResponse<String> submit(String path, Map<String, String> fields) throws IOException, InterruptedException {
		HttpResponse<String> page = get(this.site.resolve(path));
		Map<String, String> form = new LinkedHashMap<>(fields);
		form.put("_csrf", csrf(page.body()));
		HttpRequest.Builder request = HttpRequest.newBuilder(this.site.resolve(path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("Origin", this.site.toString())
			.POST(HttpRequest.BodyPublishers.ofString(new Parameters(form).encode()));
		return followed(send(request));
	}

	private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
		return followed(send(HttpRequest.newBuilder(uri)));
	}

	private HttpResponse<String> followed(HttpResponse<String> response) throws IOException, InterruptedException {
		HttpResponse<String> current = response;
		for (int i = 0; i < 5 && current.statusCode() / 100 == 3; i++) {
			URI location = current.uri().resolve(current.headers().firstValue("Location").orElse(""));
			current = send(HttpRequest.newBuilder(location));
		}
		return current;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
		if (!this.cookies.isEmpty()) {
			request.header("Cookie",
					this.cookies.entrySet()
						.stream()
						.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
						.collect(Collectors.joining("; ")));
		}
		HttpResponse<String> response = this.http.send(request.header("Accept", "text/html")
			.header("Accept-Language", "en")
			.timeout(Duration.ofSeconds(15))
			.build(), HttpResponse.BodyHandlers.ofString());
		response.headers().allValues("Set-Cookie").forEach(this::keep);
		return response;
	}

	private void keep(String setCookie) {
		String[] pair = setCookie.split(";", 2)[0].split("=", 2);
		if (pair.length == 2) {
			this.cookies.put(pair[0].strip(), pair[1].strip());
		}
	}

	private static String csrf(String page) {
		Matcher inputs = INPUT.matcher(page);
		while (inputs.find()) {
			Matcher value = VALUE.matcher(inputs.group());
			if (inputs.group().contains("name=\"_csrf\"") && value.find()) {
				return value.group(1);
			}
		}
		return "";
	}

}
