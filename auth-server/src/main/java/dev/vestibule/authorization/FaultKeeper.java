package dev.vestibule.authorization;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Keeps a fault of ours, such as a database that is gone, from being told to a client as
 * a mistake of its own: two of the framework's endpoints catch everything. Their error
 * handlers let it loose again.
 */
class FaultKeeper implements AuthenticationProvider {

	private static final String FAULT = FaultKeeper.class.getName();

	private final AuthenticationProvider delegate;

	FaultKeeper(AuthenticationProvider delegate) {
		this.delegate = delegate;
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		try {
			return this.delegate.authenticate(authentication);
		}
		catch (AuthenticationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			RequestContextHolder.currentRequestAttributes().setAttribute(FAULT, ex, RequestAttributes.SCOPE_REQUEST);
			throw ex;
		}
	}

	/**
	 * Throws the fault that was kept in this request, if there is one.
	 */
	static void rethrow(HttpServletRequest request) {
		if (request.getAttribute(FAULT) instanceof RuntimeException fault) {
			throw fault;
		}
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return this.delegate.supports(authentication);
	}

}
