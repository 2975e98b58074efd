package dev.vestibule.declared;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.account.Groups;
import dev.vestibule.account.KnownMemberships;
import dev.vestibule.account.ManagedBy;
import dev.vestibule.account.Membership;
import dev.vestibule.account.Roles;
import dev.vestibule.client.Client;
import dev.vestibule.client.Clients;
import dev.vestibule.client.OwnResourceServers;
import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.client.ResourceServerRegister;
import dev.vestibule.federation.ProviderRegistration;
import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.setting.Settings;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.Yaml;

import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What there is, as a document that declares it; without secrets, which nobody is told. A
 * document without them leaves them as they are.
 */
@Component
public class Export {

	/** What a document is called that does not say. */
	public static final String MAIN = Declaration.MAIN;

	private static final int PAGE = 500;

	// They are told of a thing, and nobody declares them.
	private static final Set<String> SHOWN_ONLY = Set.of("managed_by", "client_id_issued_at", "created_at");

	private static final Clients.Query ANY = new Clients.Query(null, null, null, null);

	private final Clients clients;

	private final ResourceServerRegister resourceServers;

	private final OwnResourceServers ownServers;

	private final ProviderRegistrations providers;

	private final Roles roles;

	private final Groups groups;

	private final Settings settings;

	Export(Clients clients, ResourceServerRegister resourceServers, OwnResourceServers ownServers,
			ProviderRegistrations providers, Roles roles, Groups groups, Settings settings) {
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.ownServers = ownServers;
		this.providers = providers;
		this.roles = roles;
		this.groups = groups;
		this.settings = settings;
	}

	/**
	 * The names of the documents by which something is managed, or has been and was left
	 * out.
	 */
	@Transactional(readOnly = true)
	public SortedSet<String> documents() {
		Map<String, String> servers = this.resourceServers.declared();
		servers.keySet().removeIf(this.ownServers::contains);
		return Stream
			.of(servers, this.clients.declared(), this.providers.declared(), this.roles.declared(),
					this.groups.declared(), this.settings.declared())
			.flatMap((declared) -> declared.values().stream())
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * The document of a name as it would be written today: applying it changes nothing.
	 * @param all whether it has also what the API manages, which applying it takes over
	 */
	@Transactional(readOnly = true)
	public Map<String, Object> document(String name, boolean all) {
		Map<String, Object> document = new LinkedHashMap<>();
		document.put("version", 1);
		if (!name.equals(Declaration.MAIN)) {
			document.put("name", name);
		}
		Map<String, Object> settings = this.settings.made(name, all);
		if (!settings.isEmpty()) {
			document.put("settings", settings);
		}
		Predicate<String> servers = declared(this.resourceServers.declared(), name);
		document.put("resource_servers",
				pages((after) -> this.resourceServers.list(null, after, PAGE), (each) -> each.server().uri()).stream()
					.filter((each) -> (each.managedBy() == Client.ManagedBy.API) ? all
							: servers.test(each.server().uri()) && !this.ownServers.contains(each.server().uri()))
					.map((each) -> fields(each.fields()))
					.toList());
		Predicate<String> providers = declared(this.providers.declared(), name);
		document.put("providers",
				this.providers.list()
					.stream()
					.filter((each) -> (each.managedBy() == ProviderRegistration.ManagedBy.API) ? all
							: providers.test(each.registration().id()))
					.map((each) -> fields(each.registration().fields()))
					.toList());
		document.put("roles", memberships(this.roles, name, all));
		document.put("groups", memberships(this.groups, name, all));
		Predicate<String> clients = declared(this.clients.declared(), name);
		document.put("clients",
				pages((after) -> this.clients.list(ANY, after, PAGE), (each) -> each.metadata().clientId()).stream()
					.filter((each) -> (each.managedBy() == Client.ManagedBy.API) ? all
							: clients.test(each.metadata().clientId()))
					.map((each) -> fields(each.fields()))
					.toList());
		return document;
	}

	/**
	 * The same, to be kept beside the sources of what it is about.
	 */
	public String yaml(String name, boolean all) {
		DumperOptions options = new DumperOptions();
		options.setDefaultFlowStyle(FlowStyle.BLOCK);
		options.setSplitLines(false);
		options.setDereferenceAliases(true);
		return """
				# What is managed by configuration%s. There are no secrets in it, and applying it leaves them as they are;
				# elsewhere, a client or provider needs client_secret: {env: VESTIBULE_SECRET_…} or {file: …}.
				"""
			.formatted(all ? ", and what the API manages" : "") + new Yaml(options).dump(document(name, all));
	}

	private static List<Map<String, Object>> memberships(KnownMemberships known, String name, boolean all) {
		Predicate<String> declared = declared(known.declared(), name);
		return pages((after) -> known.list(null, after, PAGE), Membership::name).stream()
			.filter((each) -> (each.managedBy() == ManagedBy.API) ? all : declared.test(each.name()))
			.map((each) -> fields(each.fields()))
			.toList();
	}

	private static Predicate<String> declared(Map<String, String> declared, String document) {
		return (name) -> document.equals(declared.get(name));
	}

	private static <V extends @Nullable Object> Map<String, V> fields(Map<String, V> fields) {
		fields.keySet().removeAll(SHOWN_ONLY);
		// What a resource server is called where its URI cannot stand.
		if (fields.containsKey("uri")) {
			fields.remove("id");
		}
		fields.remove("enabled", Boolean.TRUE);
		fields.remove("description", "");
		return fields;
	}

	private static <T> List<T> pages(Function<String, List<T>> list, Function<T, String> name) {
		List<T> all = new ArrayList<>();
		List<T> page;
		do {
			page = list.apply(all.isEmpty() ? "" : name.apply(all.get(all.size() - 1)));
			all.addAll(page);
		}
		while (page.size() == PAGE);
		return all;
	}

}
