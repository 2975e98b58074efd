package dev.vestibule.authorization;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.session.SessionInformation;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.stereotype.Component;

/**
 * Keeps nothing: {@code sid} and {@code auth_time} come from the principal, and the
 * framework's own registry would hold every session in memory.
 */
@Component
class NoSessionRegistry implements SessionRegistry {

	@Override
	public List<Object> getAllPrincipals() {
		return List.of();
	}

	@Override
	public List<SessionInformation> getAllSessions(Object principal, boolean includeExpiredSessions) {
		return List.of();
	}

	@Override
	public @Nullable SessionInformation getSessionInformation(String sessionId) {
		return null;
	}

	@Override
	public void refreshLastRequest(String sessionId) {
		// nothing is kept
	}

	@Override
	public void registerNewSession(String sessionId, Object principal) {
		// nothing is kept
	}

	@Override
	public void removeSessionInformation(String sessionId) {
		// nothing is kept
	}

}
