package dev.vestibule.admin;

import dev.vestibule.web.ServerProperties;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The roles that accounts may have, which clients are told by the scope {@code roles}.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/roles")
class RolesController extends MembershipsController {

	RolesController(RoleAdministration roles, ServerProperties server) {
		super("roles", roles, server);
	}

}
