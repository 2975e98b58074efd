package dev.vestibule.quickstart.inbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.TooMuchDataException;

/**
 * One mail on its way in over SMTP. It is accepted when each recipient's copy is on the
 * disk, and refused for the time being when it cannot be written.
 */
final class Delivery implements MessageHandler {

	static final int MAX_SIZE = 10 * 1024 * 1024;

	private final Messages messages;

	private final List<String> recipients = new ArrayList<>();

	Delivery(Messages messages) {
		this.messages = messages;
	}

	@Override
	public void from(String from) {
	}

	@Override
	public void recipient(String recipient) {
		this.recipients.add(recipient);
	}

	@Override
	public @Nullable String data(InputStream data) throws IOException, RejectException {
		byte[] mail = data.readNBytes(MAX_SIZE + 1);
		if (mail.length > MAX_SIZE) {
			throw new TooMuchDataException("The mail is over 10 MB");
		}
		try {
			for (String recipient : this.recipients) {
				this.messages.add(recipient, mail);
			}
			return null;
		}
		catch (IOException ex) {
			throw new RejectException(451, "The mail could not be kept");
		}
	}

	@Override
	public void done() {
	}

}
