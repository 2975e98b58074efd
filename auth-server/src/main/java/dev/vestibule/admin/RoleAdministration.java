package dev.vestibule.admin;

import dev.vestibule.account.Roles;

import org.springframework.stereotype.Component;

/**
 * What administrators do with the roles of accounts.
 */
@Component
public class RoleAdministration extends MembershipAdministration {

	public RoleAdministration(Roles roles) {
		super("role", false, roles);
	}

}
