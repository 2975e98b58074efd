package dev.vestibule.federation;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What happens when a person comes back from a provider; it answers the request.
 */
public interface FederatedSignIn {

	void signedIn(FederatedUser user, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

	void failed(FederatedFailure failure, String providerId, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

}
