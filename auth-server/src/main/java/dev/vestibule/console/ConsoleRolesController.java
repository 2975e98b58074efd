package dev.vestibule.console;

import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountRole;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.Uses;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.RoleAdministration;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The console's pages about the roles of accounts.
 */
@Controller
@RequestMapping("/admin/roles")
class ConsoleRolesController extends ConsoleNamesController {

	private final RoleAdministration roles;

	ConsoleRolesController(RoleAdministration roles, Offers offers, ConsoleWords words) {
		super("roles", List.of("description"), offers, words);
		this.roles = roles;
	}

	@Override
	List<Map<String, Object>> list(@Nullable String q, String after, int limit) {
		return this.roles.list(q, after, limit).stream().map(AccountRole::fields).toList();
	}

	@Override
	Map<String, Object> find(String name) {
		return this.roles.find(name).fields();
	}

	@Override
	Uses uses(String name) {
		return this.roles.uses(name);
	}

	@Override
	void create(Map<String, @Nullable Object> fields, Administrator by) {
		this.roles.create(fields, by);
	}

	@Override
	void change(String name, Map<String, @Nullable Object> fields, IfMatch meant, Administrator by) {
		this.roles.change(name, fields, meant, by);
	}

	@Override
	void delete(String name, Administrator by) {
		this.roles.delete(name, true, IfMatch.optional(null), by);
	}

}
