package dev.vestibule.admin;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.vestibule.account.Administrator;
import dev.vestibule.account.EmailAddress;
import dev.vestibule.account.Invitation;
import dev.vestibule.account.Invitations;
import dev.vestibule.verification.Inviting;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Invites people to have an account, and takes invitations back, by the API or by the
 * console.
 */
@Component
public class InvitationAdministration {

	/** The languages that mails are written in. */
	private static final Set<String> LOCALES = Set.of("en", "ko");

	private final Inviting inviting;

	private final Invitations invitations;

	public InvitationAdministration(Inviting inviting, Invitations invitations) {
		this.inviting = inviting;
		this.invitations = invitations;
	}

	/**
	 * @param q part of the address; null for all
	 * @param after the address behind which to begin; an empty one begins at the first
	 */
	public List<Invitation> list(@Nullable String q, String after, int limit) {
		return this.invitations.list(q, after, limit);
	}

	public Invitation find(String id) {
		return this.invitations.find(Ids.read(id)).orElseThrow(InvitationAdministration::unknown);
	}

	/**
	 * @param source where it is asked from
	 */
	public Invitation invite(Map<String, ? extends @Nullable Object> fields, String source, Administrator by) {
		Fields request = new Fields("Nobody can be invited like this.", fields);
		String email = request.requiredText("email", 254);
		Optional<EmailAddress> address = EmailAddress.parse(email);
		if (!email.isEmpty() && address.isEmpty()) {
			request.refuse("email", "must be an e-mail address");
		}
		String locale = request.choice("locale", LOCALES);
		Set<String> roles = Objects.requireNonNullElse(Names.set(request, "roles"), Set.of());
		Set<String> groups = Objects.requireNonNullElse(Names.set(request, "groups"), Set.of());
		request.check();
		return Refusals
			.explain(() -> this.inviting.invite(address.orElseThrow(), roles, groups,
					(locale != null) ? Locale.forLanguageTag(locale) : Locale.ENGLISH, source, by))
			.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT,
					"This address has an account already, or is reserved or blocked."));
	}

	public void withdraw(String id, Administrator by) {
		if (!this.inviting.withdraw(Ids.read(id), by)) {
			throw unknown();
		}
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no invitation with this id, or none any more.");
	}

}
