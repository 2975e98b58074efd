package dev.vestibule.client;

import java.time.Duration;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import com.nimbusds.jose.JWSAlgorithm;
import dev.vestibule.freshness.RememberedById;
import dev.vestibule.freshness.Versions;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.stereotype.Repository;

/**
 * The enabled clients as the authorization server's endpoints see them: as they were
 * within the last second, with those of their scopes that are granted. A client's
 * internal id is its {@code client_id}. How long tokens live is not a client's matter.
 */
@Repository
public class RegisteredClients implements RegisteredClientRepository {

	/** The token setting that holds the name of the algorithm of ID tokens. */
	public static final String ID_TOKEN_SIGNING_ALG = "vestibule.id-token-signing-alg";

	/** The token setting that holds the name of the algorithm of access tokens. */
	public static final String ACCESS_TOKEN_SIGNING_ALG = "vestibule.access-token-signing-alg";

	/**
	 * The client setting that holds the public keys of a client that was registered with
	 * them; the framework has one for the address of one that publishes them.
	 */
	public static final String JWKS = "vestibule.jwks";

	/** The client setting that holds the address of the client's home page, if any. */
	public static final String CLIENT_URI = "vestibule.client-uri";

	/** The client setting that holds the {@link ClientLook}. */
	public static final String LOOK = "vestibule.look";

	private static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

	/** The algorithms that clients may sign their assertions with. */
	public static final Set<JWSAlgorithm> ASSERTION_ALGORITHMS = ClientKeys.ALGORITHMS;

	/** Some 30 MB, if they are all in use, and at most 80 MB of logos. */
	private static final int CAPACITY = 10_000;

	// A disabled client is remembered too, since its application goes on asking.
	private final RememberedById<Optional<RegisteredClient>> clients;

	private final ResourceServers resourceServers;

	RegisteredClients(Clients clients, ResourceServers resourceServers, Versions versions) {
		this.resourceServers = resourceServers;
		this.clients = new RememberedById<>(versions, Clients.SUBJECT, CAPACITY, (clientId) -> clients.find(clientId)
			.map((client) -> Optional.of(client).filter(Client::enabled).map(RegisteredClients::convert)));
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return findByClientId(id);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		// PostgreSQL takes no NUL, and no client has one in its id.
		Optional<RegisteredClient> client = (clientId.indexOf('\0') >= 0) ? Optional.empty()
				: this.clients.find(clientId).flatMap(Function.identity());
		return client.map(this::withGrantedScopes).orElse(null);
	}

	// The client keeps its scopes; what is disabled is whom they are for.
	private RegisteredClient withGrantedScopes(RegisteredClient client) {
		Set<String> disabled = this.resourceServers.disabledScopes();
		return Collections.disjoint(disabled, client.getScopes()) ? client
				: RegisteredClient.from(client).scopes((scopes) -> scopes.removeAll(disabled)).build();
	}

	/**
	 * How a client looks to people.
	 */
	public static ClientLook look(RegisteredClient client) {
		return Objects.requireNonNull(client.getClientSettings().getSetting(LOOK));
	}

	/**
	 * Not offered: clients are written through {@link Clients}.
	 */
	@Override
	public void save(RegisteredClient registeredClient) {
		throw new UnsupportedOperationException("clients are written through Clients");
	}

	private static RegisteredClient convert(Client client) {
		ClientMetadata metadata = client.metadata();
		RegisteredClient.Builder builder = RegisteredClient.withId(metadata.clientId())
			.clientId(metadata.clientId())
			.clientIdIssuedAt(client.createdAt())
			.clientName(metadata.clientName())
			.clientAuthenticationMethod(new ClientAuthenticationMethod(metadata.tokenEndpointAuthMethod()))
			.redirectUris((uris) -> uris.addAll(metadata.redirectUris()))
			.postLogoutRedirectUris((uris) -> uris.addAll(metadata.postLogoutRedirectUris()))
			.scopes((scopes) -> scopes.addAll(metadata.scopes()))
			.clientSettings(clientSettings(metadata))
			.tokenSettings(tokenSettings(metadata));
		metadata.grantTypes().forEach((type) -> builder.authorizationGrantType(new AuthorizationGrantType(type)));
		return (metadata.hasSecret() ? builder.clientSecret(client.encodedSecrets()) : builder).build();
	}

	private static ClientSettings clientSettings(ClientMetadata metadata) {
		ClientSettings.Builder builder = ClientSettings.builder()
			.requireProofKey(metadata.requirePkce())
			.requireAuthorizationConsent(metadata.requireConsent())
			.setting(LOOK, metadata.look());
		if (metadata.clientUri() != null) {
			builder.setting(CLIENT_URI, metadata.clientUri());
		}
		if (metadata.hasKeys()) {
			// Any asymmetric one: by it the framework tells keys from a shared secret.
			builder.tokenEndpointAuthenticationSigningAlgorithm(SignatureAlgorithm.ES256);
		}
		if (metadata.jwks() != null) {
			builder.setting(JWKS, ClientKeys.parse(metadata.jwks()));
		}
		if (metadata.jwksUri() != null) {
			builder.jwkSetUrl(metadata.jwksUri());
		}
		return builder.build();
	}

	private static TokenSettings tokenSettings(ClientMetadata metadata) {
		return TokenSettings.builder()
			.authorizationCodeTimeToLive(CODE_LIFETIME)
			.reuseRefreshTokens(false)
			// The framework's own setting knows no EdDSA.
			.setting(ID_TOKEN_SIGNING_ALG, metadata.idTokenSignedResponseAlg())
			.setting(ACCESS_TOKEN_SIGNING_ALG, metadata.accessTokenSigningAlg())
			.build();
	}

}
