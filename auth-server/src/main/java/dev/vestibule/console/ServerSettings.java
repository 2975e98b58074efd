package dev.vestibule.console;

import dev.vestibule.client.ResourceServer;

/**
 * What the developer of an API pastes to validate its tokens, with the addresses of this
 * server. Each checks the type besides the rest (RFC 9068, section 4), or an ID token
 * would do.
 */
record ServerSettings(String springBoot, String node, String python, String curl) {

	private static final String SPRING = """
			# application.yml, with org.springframework.boot:spring-boot-starter-security-oauth2-resource-server
			spring.security.oauth2.resourceserver.jwt:
			  issuer-uri: "%s"
			  audiences: "%s"

			// A configuration class: access tokens only, and by what they permit.
			@Bean
			OAuth2TokenValidator<Jwt> accessTokensOnly() {
				return new JwtTypeValidator("at+jwt");
			}

			@Bean
			SecurityFilterChain api(HttpSecurity http) throws Exception {
				return http
					.authorizeHttpRequests((requests) -> requests.anyRequest().%s)
					.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults()))
					.sessionManagement((sessions) -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
					.build();
			}
			""";

	private static final String NODE = """
			// npm install jose
			import { createRemoteJWKSet, jwtVerify } from "jose"

			const keys = createRemoteJWKSet(new URL("%s/oauth2/jwks"))

			export async function authenticate(request) {
			  const [scheme, token] = (request.headers.authorization ?? "").split(" ")
			  if (scheme !== "Bearer") throw new Error("no token")
			  const { payload } = await jwtVerify(token, keys, {
			    issuer: "%s",
			    audience: "%s",
			    typ: "at+jwt",
			    algorithms: [%s],
			  })
			%s  return payload // whose data it is: payload.sub
			}
			""";

	private static final String NODE_SCOPE = """
			  if (!payload.scope?.split(" ").includes("%s")) throw new Error("insufficient_scope")
			""";

	private static final String PYTHON = """
			# pip install "pyjwt[crypto]"
			import jwt

			keys = jwt.PyJWKClient("%s/oauth2/jwks")

			def authenticate(authorization):
			    scheme, _, token = authorization.partition(" ")
			    if scheme != "Bearer":
			        raise PermissionError("no token")
			    if jwt.get_unverified_header(token).get("typ") != "at+jwt":
			        raise PermissionError("no access token")
			    claims = jwt.decode(
			        token,
			        keys.get_signing_key_from_jwt(token).key,
			        algorithms=[%s],
			        issuer="%s",
			        audience="%s",
			        options={"require": ["exp", "iss", "aud", "sub"]},
			    )
			%s    return claims  # whose data it is: claims["sub"]
			""";

	private static final String PYTHON_SCOPE = """
			    if "%s" not in claims.get("scope", "").split():
			        raise PermissionError("insufficient_scope")
			""";

	private static final String CURL = """
			# A token for this API, for a service that may have its scopes:
			TOKEN=$(curl -s %s/oauth2/token -u "$CLIENT_ID:$VESTIBULE_CLIENT_SECRET" \\
			  -d grant_type=client_credentials --data-urlencode %s%s | jq -r .access_token)

			curl -i %s -H "Authorization: Bearer $TOKEN"
			""";

	private static final String CURL_INTROSPECT = """

			# What this server says about it, asked as the API:
			curl %s/oauth2/introspect -u "%s:$API_CLIENT_SECRET" -d "token=$TOKEN"
			""";

	static ServerSettings of(ResourceServer server, String issuer) {
		String scope = server.scopes().isEmpty() ? "" : server.scopes().get(0).name();
		String algorithm = server.accessTokenSigningAlg();
		// What clients may have chosen, where the API leaves it to them.
		String[] algorithms = (algorithm != null) ? new String[] { algorithm } : new String[] { "ES256", "RS256" };
		String quoted = '"' + String.join("\", \"", algorithms) + '"';
		return new ServerSettings(
				SPRING.formatted(issuer, server.uri(),
						scope.isEmpty() ? "authenticated()" : "hasAuthority(\"SCOPE_" + scope + "\")"),
				NODE.formatted(issuer, issuer, server.uri(), quoted,
						scope.isEmpty() ? "" : NODE_SCOPE.formatted(scope)),
				PYTHON.formatted(issuer, quoted, issuer, server.uri(),
						scope.isEmpty() ? "" : PYTHON_SCOPE.formatted(scope)),
				CURL.formatted(issuer, ClientSettings.shell("resource=" + server.uri()),
						scope.isEmpty() ? "" : " --data-urlencode " + ClientSettings.shell("scope=" + scope),
						ClientSettings.shell(server.uri()))
						+ ((server.clientId() != null) ? CURL_INTROSPECT.formatted(issuer, server.clientId()) : ""));
	}

}
