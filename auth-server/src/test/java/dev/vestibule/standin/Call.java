package dev.vestibule.standin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

import com.sun.net.httpserver.HttpExchange;
import dev.vestibule.standin.StandIn.Person;
import tools.jackson.databind.json.JsonMapper;

/**
 * A call of ours.
 */
record Call(HttpExchange exchange, Map<String, String> form) {

	private static final String TOKEN = "upstream-token.";

	/** Whether the token endpoint was asked as it is to be, by our client. */
	boolean redeems(String clientId, String secret, boolean basic) {
		String credentials = "Basic "
				+ Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
		boolean authenticated = basic ? credentials.equals(header("Authorization"))
				: clientId.equals(this.form.get("client_id")) && secret.equals(this.form.get("client_secret"));
		return authenticated && redeems();
	}

	/** Whether it is the code's own redirect URI and verifier. */
	boolean redeems() {
		return "authorization_code".equals(this.form.get("grant_type"))
				&& "POST".equals(this.exchange.getRequestMethod())
				&& grant("redirect_uri").equals(this.form.get("redirect_uri")) && grant("code_challenge").equals(
						StandIn.BASE64URL.encodeToString(StandIn.sha256(this.form.getOrDefault("code_verifier", ""))));
	}

	String accessToken() {
		return TOKEN + this.form.get("code");
	}

	String header(String name) {
		return String.valueOf(this.exchange.getRequestHeaders().getFirst(name));
	}

	String query(String name) {
		return StandIn.parameters(this.exchange.getRequestURI().getRawQuery()).getOrDefault(name, "");
	}

	/** What the authorization endpoint was asked. */
	String grant(String parameter) {
		return String.valueOf(((Map<?, ?>) read("grant")).get(parameter));
	}

	/** Who it is that the code, or the bearer token, was given for. */
	Person person() {
		Map<?, ?> person = (Map<?, ?>) read("person");
		return new Person(String.valueOf(person.get("subject")), (String) person.get("email"), person.get("verified"),
				String.valueOf(person.get("name")));
	}

	private Object read(String part) {
		String bearer = header("Authorization");
		String code = bearer.startsWith("Bearer " + TOKEN) ? bearer.substring(("Bearer " + TOKEN).length())
				: this.form.getOrDefault("code", "");
		return JsonMapper.shared().readValue(Base64.getUrlDecoder().decode(code), Map.class).get(part);
	}

}
