package dev.vestibule.authorization;

import java.text.ParseException;
import java.util.HashMap;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Tells by its assertion's subject which client authenticates, if the request does not
 * name it (RFC 7523, section 3): the framework wants to have it named. Whether the
 * assertion is the client's is verified after that.
 */
class AssertingClient implements AuthenticationConverter {

	private final AuthenticationConverter delegate;

	AssertingClient(AuthenticationConverter delegate) {
		this.delegate = delegate;
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		String assertion = request.getParameter(OAuth2ParameterNames.CLIENT_ASSERTION);
		boolean named = request.getParameter(OAuth2ParameterNames.CLIENT_ID) != null;
		return this.delegate
			.convert((assertion == null || named) ? request : new NamingRequest(request, subject(assertion)));
	}

	private static String subject(String assertion) {
		try {
			String subject = SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
			if (subject != null) {
				return subject;
			}
		}
		catch (ParseException ex) {
			// answered below
		}
		throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
	}

	/**
	 * The request with the client's name in it.
	 */
	private static final class NamingRequest extends HttpServletRequestWrapper {

		private final Map<String, String[]> parameters;

		NamingRequest(HttpServletRequest request, String clientId) {
			super(request);
			this.parameters = new HashMap<>(request.getParameterMap());
			this.parameters.put(OAuth2ParameterNames.CLIENT_ID, new String[] { clientId });
		}

		@Override
		public Map<String, String[]> getParameterMap() {
			return this.parameters;
		}

	}

}
