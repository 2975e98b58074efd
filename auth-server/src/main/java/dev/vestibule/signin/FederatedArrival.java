package dev.vestibule.signin;

import java.util.Locale;

import dev.vestibule.federation.FederatedFailure;
import dev.vestibule.federation.FederatedSignIn;
import dev.vestibule.federation.FederatedUser;
import dev.vestibule.signin.Arrivals.IdentityTakenException;
import dev.vestibule.web.SeeOther;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.support.RequestContextUtils;

/**
 * Receives who comes back from a provider.
 */
@Component
class FederatedArrival implements FederatedSignIn {

	private final Arrivals arrivals;

	private final Entrance entrance;

	FederatedArrival(Arrivals arrivals, Entrance entrance) {
		this.arrivals = arrivals;
		this.entrance = entrance;
	}

	@Override
	public void signedIn(FederatedUser user, HttpServletRequest request, HttpServletResponse response) {
		try {
			lead(this.entrance
				.lead(() -> this.arrivals.withProvider(user, RequestContextUtils.getLocale(request)), request, response)
				.orElse("/login"), response);
		}
		catch (IdentityTakenException ex) {
			failed(FederatedFailure.FAILED, user.identity().provider(), request, response);
		}
	}

	@Override
	public void failed(FederatedFailure failure, String providerId, HttpServletRequest request,
			HttpServletResponse response) {
		String error = (failure == FederatedFailure.CANCELLED) ? "cancelled"
				: "provider-" + failure.name().toLowerCase(Locale.ROOT);
		lead("/login?error=" + error + "&provider=" + providerId, response);
	}

	/**
	 * Facebook adds a fragment to its answer, which browsers take along to wherever they
	 * are led, unless that address has one of its own, be it empty (RFC 9110, section
	 * 10.2.2).
	 */
	private static void lead(String location, HttpServletResponse response) {
		SeeOther.to(location + "#", response);
	}

}
