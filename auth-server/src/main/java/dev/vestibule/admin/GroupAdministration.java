package dev.vestibule.admin;

import dev.vestibule.account.Groups;

import org.springframework.stereotype.Component;

/**
 * What administrators do with the groups of accounts.
 */
@Component
public class GroupAdministration extends MembershipAdministration {

	public GroupAdministration(Groups groups) {
		super("group", true, groups);
	}

}
