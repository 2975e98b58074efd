package dev.vestibule.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import com.google.api.client.http.HttpTransport;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.auth.oauth2.UserCredentials;
import dev.vestibule.transport.RefreshTokens.Granted;
import dev.vestibule.transport.TransportProperties.Google;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Access to a Google mailbox. What is kept in the database is looked up each time, so
 * that a new authorisation is in force at once, on every node.
 */
class GoogleAccess implements AccessTokens {

	static final Refusal NOT_AUTHORIZED = new Refusal(Refusal.Kind.UNAUTHORIZED,
			"nobody has authorised us at Google yet");

	private final Google settings;

	private final RefreshTokens refreshTokens;

	private final HttpTransport http;

	private final @Nullable ServiceAccountCredentials serviceAccount;

	private @Nullable UserCredentials user;

	/**
	 * Access by the settings.
	 * @param mailbox whose mailbox it is
	 * @param scope what it is needed for
	 */
	GoogleAccess(Google settings, String mailbox, String scope, RefreshTokens refreshTokens, HttpTransport http) {
		this.settings = settings;
		this.refreshTokens = refreshTokens;
		this.http = http;
		this.serviceAccount = (settings.serviceAccountFile() != null)
				? serviceAccount(settings.serviceAccountFile(), mailbox, scope) : null;
	}

	GoogleCredentials credentials() throws RefusedException {
		return (this.serviceAccount != null) ? this.serviceAccount : user(refreshToken());
	}

	@Override
	public String current() throws RefusedException {
		GoogleCredentials credentials = credentials();
		try {
			credentials.refreshIfExpired();
			return token(credentials);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new RefusedException(GoogleRefusals.of(ex));
		}
	}

	@Override
	public String renewed() throws RefusedException {
		GoogleCredentials credentials = credentials();
		try {
			credentials.refresh();
			return token(credentials);
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new RefusedException(GoogleRefusals.of(ex));
		}
	}

	@Override
	public Optional<Instant> authorizedUntil() {
		boolean stored = this.serviceAccount == null && !StringUtils.hasText(this.settings.refreshToken());
		return stored ? this.refreshTokens.find(clientId()).map(Granted::expiresAt) : Optional.empty();
	}

	private static String token(GoogleCredentials credentials) {
		AccessToken token = credentials.getAccessToken();
		return Objects.requireNonNull(token).getTokenValue();
	}

	private String refreshToken() throws RefusedException {
		if (StringUtils.hasText(this.settings.refreshToken())) {
			return this.settings.refreshToken();
		}
		Optional<Granted> granted = this.refreshTokens.find(clientId());
		return granted.orElseThrow(() -> new RefusedException(NOT_AUTHORIZED)).refreshToken();
	}

	private synchronized UserCredentials user(String refreshToken) {
		if (this.user == null || !refreshToken.equals(this.user.getRefreshToken())) {
			this.user = UserCredentials.newBuilder()
				.setClientId(clientId())
				.setClientSecret(this.settings.clientSecret())
				.setRefreshToken(refreshToken)
				.setTokenServerUri(this.settings.tokenUri())
				.setHttpTransportFactory(() -> this.http)
				.build();
		}
		return this.user;
	}

	private String clientId() {
		return Objects.requireNonNull(this.settings.clientId());
	}

	private ServiceAccountCredentials serviceAccount(Path file, String mailbox, String scope) {
		try (InputStream key = Files.newInputStream(file)) {
			// Without retries of its own: the outbox knows when to try again.
			return ServiceAccountCredentials.fromStream(key, () -> this.http)
				.toBuilder()
				.setServiceAccountUser(mailbox)
				.setScopes(List.of(scope))
				.setDefaultRetriesEnabled(false)
				.build();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"vestibule.mail.google.service-account-file cannot be read as a service account's JSON key: "
							+ file,
					ex);
		}
	}

}
