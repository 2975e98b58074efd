package dev.vestibule.console;

import java.util.List;

import dev.vestibule.admin.GroupAdministration;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The console's pages about the groups of accounts.
 */
@Controller
@RequestMapping("/admin/groups")
class ConsoleGroupsController extends ConsoleNamesController {

	ConsoleGroupsController(GroupAdministration groups, Offers offers, ConsoleWords words) {
		super("groups", List.of("description", "roles"), groups, offers, words);
	}

}
