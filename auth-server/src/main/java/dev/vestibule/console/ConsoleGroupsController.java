package dev.vestibule.console;

import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountGroup;
import dev.vestibule.account.Administrator;
import dev.vestibule.account.Uses;
import dev.vestibule.admin.IfMatch;
import dev.vestibule.admin.GroupAdministration;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/**
 * The console's pages about the groups of accounts.
 */
@Controller
@RequestMapping("/admin/groups")
class ConsoleGroupsController extends ConsoleNamesController {

	private final GroupAdministration groups;

	ConsoleGroupsController(GroupAdministration groups, Offers offers, ConsoleWords words) {
		super("groups", List.of("description", "roles"), offers, words);
		this.groups = groups;
	}

	@Override
	List<Map<String, Object>> list(@Nullable String q, String after, int limit) {
		return this.groups.list(q, after, limit).stream().map(AccountGroup::fields).toList();
	}

	@Override
	Map<String, Object> find(String name) {
		return this.groups.find(name).fields();
	}

	@Override
	Uses uses(String name) {
		return this.groups.uses(name);
	}

	@Override
	void create(Map<String, @Nullable Object> fields, Administrator by) {
		this.groups.create(fields, by);
	}

	@Override
	void change(String name, Map<String, @Nullable Object> fields, IfMatch meant, Administrator by) {
		this.groups.change(name, fields, meant, by);
	}

	@Override
	void delete(String name, Administrator by) {
		this.groups.delete(name, true, IfMatch.optional(null), by);
	}

}
