package dev.vestibule.admin;

import java.util.List;

import dev.vestibule.signing.KeyDescription;
import dev.vestibule.signing.Rotation;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * What administrators do with signing keys, by the API or by the console.
 */
@Component
public class KeyAdministration {

	private final Rotation rotation;

	KeyAdministration(Rotation rotation) {
		this.rotation = rotation;
	}

	public List<KeyDescription> list() {
		return this.rotation.keys();
	}

	public KeyDescription find(String kid) {
		return list().stream()
			.filter((key) -> key.kid().equals(kid))
			.findFirst()
			.orElseThrow(KeyAdministration::unknown);
	}

	/**
	 * Lets the next keys sign from now on.
	 */
	public void rotate(Asking who) {
		if (this.rotation.rotateNow(who.name()).isEmpty()) {
			throw new ProblemException(HttpStatus.CONFLICT,
					"The next keys have only just been published, and not every node may have them yet: try again in five seconds.");
		}
	}

	/**
	 * Takes away a key that others may know.
	 */
	public void compromised(String kid, Asking who) {
		// PostgreSQL takes no NUL, and no key has one in its id.
		if (kid.indexOf('\0') >= 0 || !this.rotation.compromised(kid, who.name())) {
			throw unknown();
		}
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no key with this id.");
	}

}
