package dev.vestibule.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.vestibule.client.ClientMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What a developer pastes to use a client, with the addresses of this server. A secret is
 * not in it: it belongs in the environment, as {@code VESTIBULE_CLIENT_SECRET}.
 */
record ClientSettings(String springBoot, String node, String python, String curl) {

	private static final String SPRING = """
			spring.security.oauth2.client:
			  registration.vestibule:
			    client-id: "%s"
			%s    scope: "%s"
			  provider.vestibule:
			    issuer-uri: %s
			""";

	private static final String SPRING_PERSON = """
			    authorization-grant-type: authorization_code
			    redirect-uri: "%s"
			""";

	private static final String NODE = """
			// npm install openid-client
			import * as client from "openid-client"

			const server = await client.discovery(new URL("%s"), "%s", undefined,
			  %s%s)
			""";

	private static final String NODE_PERSON = """

			const verifier = client.randomPKCECodeVerifier()
			const state = client.randomState()
			const login = client.buildAuthorizationUrl(server, {
			  redirect_uri: "%s",
			  scope: "%s",
			  state,
			  code_challenge: await client.calculatePKCECodeChallenge(verifier),
			  code_challenge_method: "S256",
			})
			// Send the browser to login.href. Where it comes back, with its whole address:
			const tokens = await client.authorizationCodeGrant(server, new URL(address), {
			  pkceCodeVerifier: verifier,
			  expectedState: state,
			})
			""";

	private static final String NODE_SERVICE = """

			const tokens = await client.clientCredentialsGrant(server, { scope: "%s" })
			""";

	private static final String PYTHON_PERSON = """
			# pip install authlib flask requests
			import os
			from authlib.integrations.flask_client import OAuth

			oauth = OAuth(app)
			oauth.register(
			    "vestibule",
			    client_id="%s",
			%s    server_metadata_url="%s/.well-known/openid-configuration",
			    client_kwargs={"scope": "%s", "code_challenge_method": "S256"%s},
			)
			# Send the browser to sign in, and take it back:
			#   oauth.vestibule.authorize_redirect("%s")
			#   oauth.vestibule.authorize_access_token()
			""";

	private static final String PYTHON_SERVICE = """
			# pip install requests
			import os, requests

			tokens = requests.post(
			    "%s/oauth2/token",
			    auth=("%s", os.environ["VESTIBULE_CLIENT_SECRET"]),
			    data={"grant_type": "client_credentials", "scope": "%s"},
			).json()
			""";

	private static final String CURL_PERSON = """
			VERIFIER=$(openssl rand -hex 32)
			CHALLENGE=$(printf %%s "$VERIFIER" | openssl dgst -sha256 -binary | base64 | tr '+/' '-_' | tr -d '=')

			# Open this in a browser, and set CODE to the code in the address where it ends:
			echo "%s/oauth2/authorize?response_type=code&client_id=%s&redirect_uri=%s&scope=%s&code_challenge=$CHALLENGE&code_challenge_method=S256"

			curl %s/oauth2/token %s \\
			  -d grant_type=authorization_code -d "code=$CODE" -d "code_verifier=$VERIFIER" \\
			  --data-urlencode %s
			""";

	private static final String CURL_SERVICE = """
			curl %s/oauth2/token -u "%s:$VESTIBULE_CLIENT_SECRET" \\
			  -d grant_type=client_credentials --data-urlencode %s
			""";

	/**
	 * The settings of a client; null for one that authenticates in a way that a paste
	 * does not settle.
	 */
	static @Nullable ClientSettings of(ClientMetadata client, String issuer) {
		String method = client.tokenEndpointAuthMethod();
		if (!method.equals("client_secret_basic") && !method.equals("none")) {
			return null;
		}
		String id = client.clientId();
		String scope = String.join(" ", client.scopes());
		boolean secret = client.hasSecret();
		if (ClientKind.of(client) == ClientKind.SERVICE) {
			return new ClientSettings(
					SPRING.formatted(id, springSecret(true) + "    authorization-grant-type: client_credentials\n",
							String.join(", ", client.scopes()), issuer),
					node(issuer, id, true) + NODE_SERVICE.formatted(scope), PYTHON_SERVICE.formatted(issuer, id, scope),
					CURL_SERVICE.formatted(issuer, id, shell("scope=" + scope)));
		}
		String redirectUri = client.redirectUris().get(0);
		return new ClientSettings(
				SPRING.formatted(id, springSecret(secret) + SPRING_PERSON.formatted(redirectUri),
						String.join(", ", client.scopes()), issuer),
				node(issuer, id, secret) + NODE_PERSON.formatted(redirectUri, scope),
				PYTHON_PERSON.formatted(id,
						secret ? "    client_secret=os.environ[\"VESTIBULE_CLIENT_SECRET\"],\n" : "", issuer, scope,
						secret ? "" : ", \"token_endpoint_auth_method\": \"none\"", redirectUri),
				CURL_PERSON.formatted(issuer, id, encode(redirectUri), encode(scope), issuer,
						secret ? "-u \"" + id + ":$VESTIBULE_CLIENT_SECRET\"" : "-d client_id=" + id,
						shell("redirect_uri=" + redirectUri)));
	}

	private static String springSecret(boolean secret) {
		return secret ? "    client-secret: ${VESTIBULE_CLIENT_SECRET}\n" : "    client-authentication-method: none\n";
	}

	private static String node(String issuer, String id, boolean secret) {
		return NODE.formatted(issuer, id,
				secret ? "client.ClientSecretBasic(process.env.VESTIBULE_CLIENT_SECRET)" : "client.None()",
				issuer.startsWith("http:") ? ", { execute: [client.allowInsecureRequests] }" : "");
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	// Whatever stands in single quotes is taken as it is; scopes and URIs may have one.
	static String shell(String value) {
		return "'" + value.replace("'", "'\\''") + "'";
	}

}
