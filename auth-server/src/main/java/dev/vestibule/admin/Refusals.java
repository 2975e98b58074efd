package dev.vestibule.admin;

import java.util.List;
import java.util.function.Supplier;

import dev.vestibule.account.AdministratorNeededException;
import dev.vestibule.account.ConfiguredException;
import dev.vestibule.account.InUseException;
import dev.vestibule.account.LastAdministratorException;
import dev.vestibule.account.UnknownNameException;
import dev.vestibule.client.InvalidField;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;

/**
 * Says why something is not done to accounts, roles and groups.
 */
final class Refusals {

	private Refusals() {
	}

	static <T extends @Nullable Object> T explain(Supplier<T> change) {
		try {
			return change.get();
		}
		catch (LastAdministratorException ex) {
			throw new ProblemException(HttpStatus.CONFLICT,
					"This is the last administrator: nobody would be left who may change anything here. Appoint another one first.");
		}
		catch (AdministratorNeededException ex) {
			throw new ProblemException(HttpStatus.FORBIDDEN,
					"Only an administrator may do this: it gives roles or groups, or is about an account that has a role in the administration.");
		}
		catch (UnknownNameException ex) {
			throw new ProblemException(HttpStatus.BAD_REQUEST, "There is something in it that is not known.",
					List.of(new InvalidField(ex.field(), "has \"" + ex.name() + "\" in it, which there is not")));
		}
		catch (ConfiguredException ex) {
			throw new ProblemException(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
		}
		catch (InUseException ex) {
			throw new ProblemException(HttpStatus.CONFLICT,
					"It is in use by %d accounts and %d groups; with even_if_in_use=true it is taken from them."
						.formatted(ex.uses().accounts(), ex.uses().groups()));
		}
	}

}
