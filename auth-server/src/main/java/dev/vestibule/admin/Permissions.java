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
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.stereotype.Component;

/**
 * Who may do what in the administration: whoever has any role sees everything, operators
 * look after people and mail, and all else is for administrators. What could lock others
 * out, or take something away for good, needs a recent sign-in besides, if it is a person
 * who asks. A client by itself signs in with each token.
 */
@Component
class Permissions implements AuthorizationManager<RequestAuthorizationContext> {

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
			new Rule(HttpMethod.PUT, "/accounts/*/admin-role", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.DELETE, "/**", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/keys/**", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/clients/*/secret", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.POST, "/providers", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.PUT, "/providers/*", Role.ADMINISTRATOR, true),
			new Rule(HttpMethod.PATCH, "/providers/*", Role.ADMINISTRATOR, true),
			new Rule(null, "/**", Role.ADMINISTRATOR, false));

	private final AdminProperties properties;

	Permissions(AdminProperties properties) {
		this.properties = properties;
	}

	@Override
	public AuthorizationResult authorize(Supplier<? extends @Nullable Authentication> authentication,
			RequestAuthorizationContext context) {
		Rule rule = RULES.stream()
			.filter((each) -> each.matcher().matches(context.getRequest()))
			.findFirst()
			.orElseThrow();
		Authentication who = authentication.get();
		if (who == null || role(who).filter((role) -> role.compareTo(rule.role()) >= 0).isEmpty()) {
			return new Refusal(rule.role(), null);
		}
		return (rule.recent() && !isRecent(who)) ? new Refusal(rule.role(), this.properties.recentSignIn())
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

	private boolean isRecent(Authentication who) {
		if (!(who instanceof JwtAuthenticationToken token)) {
			return false;
		}
		Jwt jwt = token.getToken();
		if (Objects.equals(jwt.getSubject(), jwt.getClaimAsString("client_id"))) {
			return true;
		}
		Instant signedInAt = jwt.getClaimAsInstant("auth_time");
		return signedInAt != null && signedInAt.plus(this.properties.recentSignIn()).isAfter(Instant.now());
	}

	/**
	 * What a request needs.
	 *
	 * @param recent whether a person's sign-in has to be recent
	 */
	private record Rule(PathPatternRequestMatcher matcher, Role role, boolean recent) {

		Rule(@Nullable HttpMethod method, String path, Role role, boolean recent) {
			this(matcher(method, AdminApiSecurity.PATH + path), role, recent);
		}

		private static PathPatternRequestMatcher matcher(@Nullable HttpMethod method, String path) {
			PathPatternRequestMatcher.Builder builder = PathPatternRequestMatcher.withDefaults();
			return (method != null) ? builder.matcher(method, path) : builder.matcher(path);
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
