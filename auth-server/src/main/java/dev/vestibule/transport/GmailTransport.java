package dev.vestibule.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.Message;
import com.google.auth.http.HttpCredentialsAdapter;
import dev.vestibule.outbound.Outbound;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;

/**
 * Hands letters to Gmail's API ({@code users.messages.send}).
 *
 * @see <a href="https://developers.google.com/workspace/gmail/api/guides/sending">Sending
 * mail</a>
 */
class GmailTransport implements Transport {

	static final String SCOPE = "https://www.googleapis.com/auth/gmail.send";

	/** Of all calls together: an access token, the letter, and once more if refused. */
	private static final Duration BOUND = Duration.ofSeconds(9);

	/** Whose credentials they are. */
	private static final String OWNER = "me";

	private final Session session = Session.getInstance(new Properties());

	private final GoogleAccess access;

	private final MimeWriter writer;

	private final Outbound outbound;

	private final HttpTransport http;

	private final URI api;

	GmailTransport(GoogleAccess access, MimeWriter writer, Outbound outbound, HttpTransport http, URI api) {
		this.access = access;
		this.writer = writer;
		this.outbound = outbound;
		this.http = http;
		this.api = api;
	}

	@Override
	public Optional<Refusal> send(Letter letter) {
		byte[] mime;
		try {
			ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			this.writer.write(letter, this.session).writeTo(bytes);
			mime = bytes.toByteArray();
		}
		catch (MessagingException | IOException ex) {
			return Optional.of(Refusal.unwritable());
		}
		return inTime(() -> send(mime));
	}

	@Override
	public Optional<Refusal> probe() {
		// To send is all that we may: that there is access is all that can be asked.
		return inTime(this.access::renewed);
	}

	@Override
	public Optional<Instant> authorizedUntil() {
		return this.access.authorizedUntil();
	}

	@Override
	public void close() {
		// The connections are the HTTP client's.
	}

	private String send(byte[] mime) throws IOException, RefusedException {
		Gmail gmail = new Gmail.Builder(this.http, GsonFactory.getDefaultInstance(),
				new HttpCredentialsAdapter(this.access.credentials()))
			.setRootUrl(this.api.toString())
			.setApplicationName("Vestibule")
			.build();
		Gmail.Users.Messages.Send call = gmail.users().messages().send(OWNER, new Message().encodeRaw(mime));
		call.setDisableGZipContent(true);
		String id = call.execute().getId();
		if (id == null) {
			throw new IOException("an answer without the message's id");
		}
		return id;
	}

	private Optional<Refusal> inTime(Call call) {
		this.outbound.startBudget(BOUND);
		try {
			call.make();
			return Optional.empty();
		}
		catch (RefusedException ex) {
			return Optional.of(ex.refusal());
		}
		catch (IOException | IllegalArgumentException ex) {
			return Optional.of(GoogleRefusals.of(ex));
		}
		finally {
			this.outbound.endBudget();
		}
	}

	private interface Call {

		Object make() throws IOException, RefusedException;

	}

}
