package dev.vestibule.benchmark;

/**
 * What is asked of the servers.
 */
enum Flow {

	/** A service's token, signed on an elliptic curve. */
	ES256("client credentials, ES256"),
	/** A service's token, signed with RSA. */
	RS256("client credentials, RS256"),
	/** The same where the client's secret is kept as bcrypt. */
	BCRYPT("client credentials, bcrypt"),
	/** The next access token by a refresh token that is replaced. */
	REFRESH("refresh, rotating"),
	/** From the authorization request over the login form to the tokens. */
	LOGIN("full login with code"),
	/** The claims of the person whose access token it is. */
	USERINFO("userinfo"),
	/** Whether an access token is active. */
	INTROSPECTION("introspection"),
	/** The public keys. */
	JWKS("JWKS"),
	/** The metadata. */
	DISCOVERY("discovery");

	private final String title;

	Flow(String title) {
		this.title = title;
	}

	String title() {
		return this.title;
	}

	/** Whether there are so few answers that what is under way at the end would count. */
	boolean isSlow() {
		return this == BCRYPT;
	}

	/** How many requests one good answer takes. */
	int requests() {
		return (this == LOGIN) ? 5 : 1;
	}

	/** Its name for the command line. */
	String id() {
		return name().toLowerCase();
	}

}
