package dev.vestibule.transport;

import java.time.Instant;
import java.util.Optional;

import dev.vestibule.transport.RefreshTokens.Granted;
import dev.vestibule.transport.TransportProperties.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Import;

/**
 * Has a mailbox's owner grant us access to send from it, and keeps the refresh token that
 * comes of it in the database.
 */
@Import(MailboxAuthorization.class)
public class AuthorizeCommand implements ApplicationRunner, ExitCodeGenerator {

	/** What on the command line asks for it. */
	public static final String OPTION = "vestibule.mail.authorize";

	private final TransportProperties properties;

	private final MailboxAuthorization authorization;

	private final RefreshTokens refreshTokens;

	private final int port;

	private int exitCode = 1;

	AuthorizeCommand(TransportProperties properties, MailboxAuthorization authorization, RefreshTokens refreshTokens,
			@Value("${vestibule.mail.authorize-port:0}") int port) {
		this.properties = properties;
		this.authorization = authorization;
		this.refreshTokens = refreshTokens;
		this.port = port;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		String clientId = this.properties.google().clientId();
		if (clientId == null || clientId.isBlank()) {
			System.err.println(
					"There is no OAuth client: set vestibule.mail.google.client-id and vestibule.mail.google.client-secret.");
			return;
		}
		Optional<Granted> granted = this.authorization.ask(scope(), this.port);
		granted.ifPresent((it) -> {
			this.refreshTokens.store(clientId, it);
			System.out.println("Access is granted, and kept in the database. Every node uses it within half a minute.");
			warn(it.expiresAt());
			this.exitCode = 0;
		});
	}

	private static void warn(@Nullable Instant expiresAt) {
		if (expiresAt != null) {
			System.out.println("It ends on " + expiresAt
					+ ", since the consent screen is in \"Testing\": publish the app, and ask again.");
		}
	}

	private String scope() {
		boolean smtp = this.properties.transport() == Kind.SMTP_XOAUTH2
				|| this.properties.fallback().transport() == Kind.SMTP_XOAUTH2;
		return smtp ? RouteFactory.SMTP_SCOPE : GmailTransport.SCOPE;
	}

	@Override
	public int getExitCode() {
		return this.exitCode;
	}

}
