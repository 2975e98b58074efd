package dev.vestibule.admin;

import dev.vestibule.web.ServerProperties;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The groups that accounts may be in, which clients are told by the scope {@code groups},
 * and the roles that come with them.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/groups")
class GroupsController extends MembershipsController {

	GroupsController(GroupAdministration groups, ServerProperties server) {
		super("groups", groups, server);
	}

}
