package dev.vestibule.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

import dev.vestibule.account.Account.Role;
import dev.vestibule.account.Administrator;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.RequestPath;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Who may do what in the administration: whoever has any role sees everything, operators
 * look after people and mail, and all else is for administrators. To change what there
 * is, or to take it away, needs a recent sign-in besides, if it is a person who asks. A
 * client by itself signs in with each token. The console asks the same of whoever does
 * the same by a page.
 */
@Component
public class Permissions implements AuthorizationManager<RequestAuthorizationContext> {

	private static final List<Rule> RULES = List.of(
			// What is here is what docs/admin-api.md says.
			new Rule(HttpMethod.GET, "/**", Role.VIEWER, false),
			new Rule(HttpMethod.POST, "/accounts/invitations", Role.OPERATOR, false),
			new Rule(HttpMethod.DELETE, "/accounts/invitations/*", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/accounts/*/disable", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/accounts/*/enable", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/accounts/*/sign-out", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/accounts/*/require-proof", Role.OPERATOR, false),
			new Rule(HttpMethod.DELETE, "/sessions/*", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/mail/messages/*/resend", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/mail/messages/*/abandon", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/webhooks/*/test", Role.OPERATOR, false),
			new Rule(HttpMethod.POST, "/webhooks/*/deliveries/*/redeliver", Role.OPERATOR, false),
			new Rule(HttpMethod.DELETE, "/**", Role.ADMINISTRATOR, true),
			// A client's redirect URIs and whether it is enabled are fields like others.
			new Rule(HttpMethod.PUT, "/**", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.PATCH, "/**", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/config", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/keys/**", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/clients/*/secret", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/clients/*/disable", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/resource-servers/*/disable", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/roles/*/disable", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/groups/*/disable", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/clients/*/try", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/providers/**", Role.ADMINISTRATOR, true),
			new Rule(null, "/settings/**", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/webhooks/**", Role.ADMINISTRATOR, true),
			new Rule(null, "/**", Role.ADMINISTRATOR, false));

	private final AdminProperties properties;

	Permissions(AdminProperties properties) {
		this.properties = properties;
	}

	/**
	 * What a request needs of whoever makes it.
	 * @param path its whole path within the application
	 */
	public Need need(HttpMethod method, PathContainer path) {
		Rule rule = RULES.stream().filter((each) -> each.matches(method, path)).findFirst().orElseThrow();
		return new Need(rule.role(), rule.recent() ? this.properties.recentSignIn() : null);
	}

	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			RequestAuthorizationContext context) {
		HttpServletRequest request = context.getRequest();
		PathContainer path = RequestPath.parse(request.getRequestURI(), request.getContextPath())
			.pathWithinApplication();
		Need need = need(HttpMethod.valueOf(request.getMethod()), path);
		Authentication who = authentication.get();
		if (who == null || role(who).filter(need::isRole).isEmpty()) {
			return new Refusal(need.role(), null);
		}
		return (need.maxAge() != null && !isRecent(who, need.maxAge())) ? new Refusal(need.role(), need.maxAge())
				: new AuthorizationDecision(true);
	}

	/**
	 * Who asks, as the operations want to know it.
	 */
	static Administrator administrator(Authentication who) {
		return new Administrator(who.getName(), role(who).orElseThrow());
	}

	private static Optional<Role> role(Authentication who) {
		return who.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.flatMap((authority) -> Arrays.stream(Role.values()).filter((role) -> role.name().equals(authority)))
			.findFirst();
	}

	private static boolean isRecent(Authentication who, Duration maxAge) {
		if (!(who instanceof JwtAuthenticationToken token)) {
			return false;
		}
		Jwt jwt = token.getToken();
		if (Objects.equals(jwt.getSubject(), jwt.getClaimAsString("client_id"))) {
			return true;
		}
		Instant signedInAt = jwt.getClaimAsInstant("auth_time");
		return signedInAt != null && signedInAt.plus(maxAge).isAfter(Instant.now());
	}

	/**
	 * What a request needs.
	 *
	 * @param role the least one
	 * @param maxAge how old a person's sign-in may be; null if it does not matter
	 */
	public record Need(Role role, @Nullable Duration maxAge) {

		/**
		 * Whether a role is enough.
		 */
		public boolean isRole(@Nullable Role role) {
			return role != null && role.compareTo(this.role) >= 0;
		}

	}

	/**
	 * What requests of a method and a path need.
	 *
	 * @param method null for any
	 */
	private record Rule(@Nullable HttpMethod method, PathPattern path, Role role, boolean recent) {

		Rule(@Nullable HttpMethod method, String path, Role role, boolean recent) {
			this(method, PathPatternParser.defaultInstance.parse(AdminApiSecurity.PATH + path), role, recent);
		}

		boolean matches(HttpMethod method, PathContainer path) {
			return (this.method == null || this.method.equals(method)) && this.path.matches(path);
		}

	}

	/**
	 * What was missing.
	 *
	 * @param needed the least role
	 * @param maxAge how old the sign-in may be, if it is that
	 */
	record Refusal(Role needed, @Nullable Duration maxAge) implements AuthorizationResult {

		@Override
		public boolean isGranted() {
			return false;
		}

	}

}
