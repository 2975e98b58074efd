package dev.vestibule.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import dev.vestibule.account.Membership;
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
		List<Membership> roles = this.roles.list(null, "", MOST + 1);
		List<Membership> groups = this.groups.list(null, "", MOST + 1);
		return page.addObject("roleOffers", offers(roles, values.get("roles")))
			.addObject("groupOffers", offers(groups, values.get("groups")))
			.addObject("moreThanOffered", roles.size() > MOST || groups.size() > MOST);
	}

	private static String described(Membership membership) {
		return membership.description().isEmpty() ? String.join(" · ", new TreeSet<>(membership.givenRoles()))
				: membership.description();
	}

	private static List<Offer> offers(List<Membership> known, @Nullable Object ticked) {
		List<?> held = (ticked instanceof List<?> list) ? list : List.of();
		Map<String, Offer> offered = new LinkedHashMap<>();
		known.stream()
			.limit(MOST)
			.forEach((each) -> offered.put(each.name(),
					new Offer(each.name(), described(each), each.enabled(), held.contains(each.name()))));
		held.forEach((name) -> offered.putIfAbsent(name.toString(), new Offer(name.toString(), "", true, true)));
		return List.copyOf(offered.values());
	}

	/**
	 * A role or a group.
	 */
	record Offer(String name, String description, boolean enabled, boolean ticked) {

	}

}
