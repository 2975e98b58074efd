package dev.vestibule.quickstart.provider;

import dev.vestibule.quickstart.http.Parameters;

/**
 * Who somebody said they were on a simulated login form. Empty fields are what the
 * provider does not know.
 */
record Person(String subject, String email, String name, boolean emailVerified, String hostedDomain,
		boolean emailDeclined) {

	static Person of(Parameters form) {
		return new Person(form.get("subject").strip(), form.get("email").strip(), form.get("name").strip(),
				form.has("email_verified"), form.get("hd").strip(), form.has("decline_email"));
	}

	String givenName() {
		return this.name.split(" ", 2)[0];
	}

	String familyName() {
		String[] names = this.name.split(" ", 2);
		return (names.length > 1) ? names[1] : "";
	}

}
