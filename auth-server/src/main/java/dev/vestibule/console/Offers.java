package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.vestibule.account.AccountGroup;
import dev.vestibule.admin.GroupAdministration;
import dev.vestibule.admin.RoleAdministration;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * The roles and groups that a form offers, some of which are ticked.
 */
@Component
class Offers {

	/** A form with more is none that people could read; the API takes any. */
	private static final int MOST = 200;

	private final RoleAdministration roles;

	private final GroupAdministration groups;

	Offers(RoleAdministration roles, GroupAdministration groups) {
		this.roles = roles;
		this.groups = groups;
	}

	/**
	 * @param values what is ticked, as {@code roles} and {@code groups}
	 */
	ModelAndView add(ModelAndView page, Map<String, Object> values) {
		Map<String, String> roles = new LinkedHashMap<>();
		this.roles.list(null, "", MOST + 1).forEach((role) -> roles.put(role.name(), role.description()));
		Map<String, String> groups = new LinkedHashMap<>();
		this.groups.list(null, "", MOST + 1).forEach((group) -> groups.put(group.name(), described(group)));
		return page.addObject("roleOffers", offers(roles, values.get("roles")))
			.addObject("groupOffers", offers(groups, values.get("groups")))
			.addObject("moreThanOffered", roles.size() > MOST || groups.size() > MOST);
	}

	private static String described(AccountGroup group) {
		return String.join(" · ", group.description().isEmpty() ? group.roles() : List.of(group.description()));
	}

	private static List<Offer> offers(Map<String, String> known, @Nullable Object ticked) {
		Map<String, String> offered = new LinkedHashMap<>();
		known.entrySet().stream().limit(MOST).forEach((each) -> offered.put(each.getKey(), each.getValue()));
		List<?> held = (ticked instanceof List<?> list) ? list : List.of();
		held.forEach((name) -> offered.putIfAbsent(name.toString(), ""));
		return offered.entrySet()
			.stream()
			.map((each) -> new Offer(each.getKey(), each.getValue(), held.contains(each.getKey())))
			.toList();
	}

	/**
	 * A role or a group.
	 */
	record Offer(String name, String description, boolean ticked) {

	}

}
