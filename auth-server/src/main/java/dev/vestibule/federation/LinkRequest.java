package dev.vestibule.federation;

import java.io.Serializable;
import java.util.UUID;

import dev.vestibule.account.AccountPrincipal;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A login at a provider that is to add a way in to the account that the browser is signed
 * in to. It goes along with the state that the provider gets, so that no other answer
 * links, and this one only while the browser is still the same person's.
 *
 * @param credentialEpoch the account's at the sign-in under which it was asked for
 */
public record LinkRequest(String provider, UUID accountId, int credentialEpoch) implements Serializable {

	private static final long serialVersionUID = 1L;

	private static final String ATTRIBUTE = LinkRequest.class.getName();

	/**
	 * Makes the browser's next login at a provider one that links.
	 * @return where to send the browser
	 */
	public static String begin(String provider, AccountPrincipal person, HttpServletRequest request) {
		request.getSession()
			.setAttribute(ATTRIBUTE, new LinkRequest(provider, person.accountId(), person.credentialEpoch()));
		return "/oauth2/authorization/" + provider;
	}

	/**
	 * Whether it was this person, under the same sign-in or a later one, who asked.
	 */
	public boolean isBy(AccountPrincipal person) {
		return this.accountId.equals(person.accountId()) && this.credentialEpoch == person.credentialEpoch();
	}

	/**
	 * Takes what the session has for a provider, so that it serves one login.
	 */
	static @Nullable LinkRequest take(String provider, HttpServletRequest request) {
		Object waiting = request.getSession().getAttribute(ATTRIBUTE);
		request.getSession().removeAttribute(ATTRIBUTE);
		return (waiting instanceof LinkRequest link && link.provider().equals(provider)) ? link : null;
	}

	/**
	 * What the provider's answer that is being received was asked for, if it was to link.
	 */
	static @Nullable LinkRequest of(HttpServletRequest request) {
		return (request.getAttribute(ATTRIBUTE) instanceof LinkRequest link) ? link : null;
	}

	void answeredBy(HttpServletRequest request) {
		request.setAttribute(ATTRIBUTE, this);
	}

}
