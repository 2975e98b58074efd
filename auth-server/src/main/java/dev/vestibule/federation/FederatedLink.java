package dev.vestibule.federation;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * What happens when a person comes back from a provider who wanted another way in to
 * their account; it answers the request.
 */
public interface FederatedLink {

	void cameBack(FederatedUser user, LinkRequest link, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

	void failed(FederatedFailure failure, String providerId, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

}
