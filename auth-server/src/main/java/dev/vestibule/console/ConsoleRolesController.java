package dev.vestibule.console;

import java.util.List;

import dev.vestibule.admin.RoleAdministration;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The console's pages about the roles of accounts.
 */
@Controller
@RequestMapping("/admin/roles")
class ConsoleRolesController extends ConsoleNamesController {

	ConsoleRolesController(RoleAdministration roles, Offers offers, ConsoleWords words) {
		super("roles", List.of("description"), roles, offers, words);
	}

}
