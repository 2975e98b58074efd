package dev.vestibule.transport;

import java.util.Objects;
import java.util.Properties;

import com.google.api.client.http.HttpTransport;
import dev.vestibule.outbound.Outbound;
import dev.vestibule.transport.TransportProperties.Fallback;
import dev.vestibule.transport.TransportProperties.Google;
import dev.vestibule.transport.TransportProperties.Kind;
import dev.vestibule.web.Loopback;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.mail.javamail.JavaMailSenderImpl;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Makes a way out as it is set.
 */
@Component
class RouteFactory {

	/** What XOAUTH2 asks for, however little it is used for. */
	static final String SMTP_SCOPE = "https://mail.google.com/";

	private final TransportProperties properties;

	private final ObjectProvider<JavaMailSenderImpl> smtp;

	private final RefreshTokens refreshTokens;

	private final Outbound outbound;

	private final Environment environment;

	private final int callers;

	private final MimeWriter writer;

	private final HttpTransport http;

	RouteFactory(TransportProperties properties, Sender sender, ObjectProvider<JavaMailSenderImpl> smtp,
			RefreshTokens refreshTokens, Outbound outbound, Environment environment,
			@Value("${db-scheduler.threads:20}") int callers) {
		this.properties = properties;
		this.smtp = smtp;
		this.refreshTokens = refreshTokens;
		this.outbound = outbound;
		this.environment = environment;
		this.callers = callers;
		this.writer = new MimeWriter(properties, sender);
		this.http = new GoogleHttp(outbound);
	}

	Route route(String id, Kind kind, @Nullable Fallback server) {
		if (kind == Kind.GMAIL) {
			Google google = this.properties.google();
			return new Route(id, "gmail", new GmailTransport(access(mailbox(), GmailTransport.SCOPE), this.writer,
					this.outbound, this.http, google.apiUri()));
		}
		JavaMailSenderImpl sender = sender(server);
		if (sender.getHost() != null && !Loopback.isHost(sender.getHost())) {
			// Only who says so by this very name gets codes sent in the clear.
			sender.getJavaMailProperties().putIfAbsent("mail.smtp.starttls.required", "true");
		}
		String name = "smtp " + sender.getHost() + ((sender.getPort() > 0) ? ":" + sender.getPort() : "");
		return new Route(id, name, new SmtpTransport(sender, (kind == Kind.SMTP_XOAUTH2) ? tokens(sender) : null,
				this.writer, this.callers));
	}

	private AccessTokens tokens(JavaMailSenderImpl sender) {
		Properties properties = sender.getJavaMailProperties();
		properties.setProperty("mail.smtp.auth.mechanisms", "XOAUTH2");
		properties.setProperty("mail.smtps.auth.mechanisms", "XOAUTH2");
		if (!StringUtils.hasText(sender.getUsername())) {
			sender.setUsername(mailbox());
		}
		return access(Objects.requireNonNull(sender.getUsername()), SMTP_SCOPE);
	}

	private GoogleAccess access(String mailbox, String scope) {
		Google google = this.properties.google();
		if (!google.isSet()) {
			throw new IllegalArgumentException(
					"There is no access to a Google mailbox: set vestibule.mail.google.client-id and client-secret, or vestibule.mail.google.service-account-file.");
		}
		return new GoogleAccess(google, mailbox, scope, this.refreshTokens, this.http);
	}

	private String mailbox() {
		String mailbox = this.properties.google().mailbox();
		return (mailbox != null) ? mailbox : this.properties.sender().getAddress();
	}

	private JavaMailSenderImpl sender(@Nullable Fallback server) {
		if (server == null || !StringUtils.hasText(server.host())) {
			return this.smtp.getIfAvailable(() -> {
				throw new IllegalArgumentException(
						"There is no mail server, so that nobody could prove an e-mail address: set spring.mail.host to the name of your SMTP server.");
			});
		}
		JavaMailSenderImpl sender = new JavaMailSenderImpl();
		sender.setHost(server.host());
		sender.setPort(server.port());
		sender.setProtocol(server.protocol());
		sender.setUsername(server.username());
		sender.setPassword(server.password());
		sender.setJavaMailProperties(timeLimits());
		return sender;
	}

	/**
	 * The same as the first server's, from the same settings.
	 */
	private Properties timeLimits() {
		Properties properties = new Properties();
		Binder.get(this.environment)
			.bind("spring.mail.properties", Bindable.mapOf(String.class, String.class))
			.ifBound(properties::putAll);
		return properties;
	}

}
