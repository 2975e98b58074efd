package dev.vestibule.federation;

import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;

/**
 * Microsoft Entra ID and personal Microsoft accounts. Each tenant is an issuer of its
 * own, and its administrator writes what address he likes: it is never trusted.
 */
@Component
class MicrosoftPreset extends OpenIdPreset {

	private static final String ANY_TENANT = "{tenantid}";

	private static final Pattern TENANT_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

	private static final Pattern ISSUER = Pattern.compile("(.*/)([^/]+)(/v2\\.0)");

	MicrosoftPreset() {
		super("microsoft", "Microsoft");
		standsAt(30);
		set("tenant", "common");
		set("issuer_uri", "https://login.microsoftonline.com/{tenant}/v2.0");
		rule("tenant", "[A-Za-z0-9][A-Za-z0-9.-]{0,99}",
				"must be common, organizations, consumers, or a tenant's id or domain");
	}

	/** What is published has the tenant's id, or a place for it. */
	@Override
	boolean isIssuer(String configured, String published) {
		String tenant = ISSUER.matcher(published).replaceFirst("$2");
		return configured.replaceFirst(ISSUER.pattern(), "$1$3")
			.equals(published.replaceFirst(ISSUER.pattern(), "$1$3"))
				&& (tenant.equals(ANY_TENANT) || TENANT_ID.matcher(tenant).matches());
	}

	@Override
	String issuer(String published, Map<String, Object> claims) {
		String tenant = String.valueOf(claims.get("tid"));
		if (!TENANT_ID.matcher(tenant).matches()) {
			throw new IllegalArgumentException("the token is from no tenant");
		}
		return super.issuer(published.replace(ANY_TENANT, tenant), claims);
	}

	/** Most keys are for any tenant, that of personal accounts is for theirs alone. */
	@Override
	boolean maySign(Map<?, ?> key, Map<String, Object> claims) {
		return !(key.get("issuer") instanceof String issuer)
				|| issuer.replace(ANY_TENANT, String.valueOf(claims.get("tid")))
					.equals(String.valueOf(claims.get("iss")));
	}

}
