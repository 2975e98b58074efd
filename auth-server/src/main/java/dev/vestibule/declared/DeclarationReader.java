package dev.vestibule.declared;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.vestibule.account.Groups;
import dev.vestibule.account.Roles;
import dev.vestibule.admin.Fields;
import dev.vestibule.admin.Names;
import dev.vestibule.admin.ResourceServerAdministration;
import dev.vestibule.admin.SettingAdministration;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.Clients;
import dev.vestibule.client.InvalidClientMetadataException;
import dev.vestibule.client.OwnResourceServers;
import dev.vestibule.client.ResourceServer;
import dev.vestibule.client.ResourceServerRegister;
import dev.vestibule.declared.Declaration.DeclaredClient;
import dev.vestibule.declared.Declaration.DeclaredMembership;
import dev.vestibule.declared.Declaration.DeclaredProvider;
import dev.vestibule.declared.Declaration.DeclaredResourceServer;
import dev.vestibule.federation.InvalidProviderException;
import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.setting.Settings;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Reads what a document declares, by the rules of the API, and collects everything that
 * is wrong with it before anything is written.
 */
@Component
class DeclarationReader {

	private static final String ENABLED = "enabled";

	private static final int MAX_CLIENTS = 10_000;

	private static final int MAX_ENTRIES = 1_000;

	private static final int MAX_ROLES = 100;

	private static final int MIN_SECRET = 32;

	private static final int MAX_SECRET = 256;

	private final Clients clients;

	private final ResourceServerRegister resourceServers;

	private final OwnResourceServers ownServers;

	private final ProviderRegistrations providers;

	private final Roles roles;

	private final Groups groups;

	private final Settings settings;

	private final SecretReferences secrets;

	private final ServerProperties server;

	DeclarationReader(Clients clients, ResourceServerRegister resourceServers, OwnResourceServers ownServers,
			ProviderRegistrations providers, Roles roles, Groups groups, Settings settings, SecretReferences secrets,
			ServerProperties server) {
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.ownServers = ownServers;
		this.providers = providers;
		this.roles = roles;
		this.groups = groups;
		this.settings = settings;
		this.secrets = secrets;
		this.server = server;
	}

	/**
	 * Reads it.
	 * @throws dev.vestibule.admin.ProblemException naming everything that is wrong
	 */
	Declaration read(Document document) {
		Fields fields = new Fields(Document.PROBLEM, document.fields());
		if (fields.number("version", 1, 1) == null && document.fields().get("version") == null) {
			fields.refuse("version", "is required: 1");
		}
		String name = fields.has("name") ? Names.read(fields) : Declaration.MAIN;
		List<Map<String, @Nullable Object>> clients = fields.maps("clients", MAX_CLIENTS);
		List<DeclaredResourceServer> servers = resourceServers(fields, introspecting(clients));
		Declaration declaration = new Declaration(name, servers, clients(fields, clients, scopes(fields, servers)),
				providers(fields), roles(fields), groups(fields), settings(fields));
		checkRoles(fields, declaration);
		checkDocuments(fields, declaration);
		fields.check();
		return declaration;
	}

	private static Map<String, Boolean> introspecting(List<Map<String, @Nullable Object>> clients) {
		return clients.stream()
			.filter((client) -> client.get("client_id") instanceof String)
			.collect(Collectors.toMap((client) -> String.valueOf(client.get("client_id")),
					(client) -> !"none".equals(client.get("token_endpoint_auth_method")), (one, other) -> one));
	}

	private List<DeclaredResourceServer> resourceServers(Fields fields, Map<String, Boolean> introspecting) {
		List<DeclaredResourceServer> servers = new ArrayList<>();
		Set<String> uris = new HashSet<>();
		List<Fields> entries = Objects.requireNonNullElse(fields.objects("resource_servers", MAX_ENTRIES), List.of());
		for (Fields entry : entries) {
			Boolean enabled = entry.flag(ENABLED);
			ResourceServer server = ResourceServerAdministration.read(entry, null, (id) -> {
				Boolean declared = introspecting.get(id);
				return (declared != null) ? declared : this.resourceServers.holdClient(id);
			});
			if (server != null && !uris.add(server.uri())) {
				entry.refuse("uri", "is there twice");
			}
			else if (server != null && this.ownServers.contains(server.uri())) {
				entry.refuse("uri", "is this server’s own API, which needs no declaration");
			}
			else if (server != null) {
				servers.add(new DeclaredResourceServer(server, enabled));
			}
		}
		return servers;
	}

	/** All scopes that there will be. */
	private Set<String> scopes(Fields fields, List<DeclaredResourceServer> declared) {
		List<ResourceServer> servers = declared.stream().map(DeclaredResourceServer::server).toList();
		Map<String, String> owners = this.resourceServers
			.scopesOfOthers(servers.stream().map(ResourceServer::uri).toList());
		servers.forEach((server) -> server.scopes().forEach((scope) -> {
			String owner = owners.putIfAbsent(scope.name(), server.uri());
			if (owner != null) {
				fields.refuse("resource_servers", "have the scope \"" + scope.name() + "\" at \"" + server.uri()
						+ "\", which belongs to \"" + owner + "\": a scope has one owner");
			}
		}));
		return owners.keySet();
	}

	private List<DeclaredClient> clients(Fields fields, List<Map<String, @Nullable Object>> entries,
			Set<String> scopes) {
		List<DeclaredClient> clients = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < entries.size(); i++) {
			String path = "clients[" + i + "].";
			DeclaredClient client = client(fields, path, new LinkedHashMap<>(entries.get(i)), scopes);
			if (client != null && !ids.add(client.metadata().clientId())) {
				fields.refuse(path + "client_id", "is there twice");
			}
			else if (client != null) {
				clients.add(client);
			}
		}
		return clients;
	}

	private @Nullable DeclaredClient client(Fields fields, String path, Map<String, @Nullable Object> entry,
			Set<String> scopes) {
		Boolean enabled = enabled(fields, path, entry.remove(ENABLED));
		Object reference = entry.remove("client_secret");
		String secret = this.secrets.resolve(path + "client_secret", reference, fields::refuse);
		if (entry.get("client_id") == null) {
			fields.refuse(path + "client_id", "is required");
		}
		try {
			ClientMetadata metadata = ClientMetadata.read(entry, scopes);
			checkSecret(fields, path + "client_secret", metadata, reference != null, secret);
			return new DeclaredClient(metadata, secret, enabled);
		}
		catch (InvalidClientMetadataException ex) {
			ex.fields().forEach((error) -> fields.refuse(path + error.field(), error.detail()));
			return null;
		}
	}

	private void checkSecret(Fields fields, String path, ClientMetadata client, boolean given,
			@Nullable String secret) {
		if (given && !client.hasSecret()) {
			fields.refuse(path, client.isPublic() ? "is not for a public client"
					: "is not for a client that authenticates with its keys (private_key_jwt)");
		}
		else if (!given && client.hasSecret()
				&& this.clients.find(client.clientId()).filter((before) -> before.metadata().hasSecret()).isEmpty()) {
			fields.refuse(path, "is required, {env: " + SecretReferences.PREFIX
					+ "…} or {file: …}, since the client has none here yet");
		}
		else if (secret != null && secret.length() < MIN_SECRET && !this.server.quickstart()) {
			fields.refuse(path, "refers to fewer than " + MIN_SECRET + " characters");
		}
		// RFC 6749, appendix A.2.
		else if (secret != null && (secret.length() > MAX_SECRET
				|| !secret.chars().allMatch((character) -> character >= 0x20 && character < 0x7F))) {
			fields.refuse(path, "refers to what is not printable ASCII of at most " + MAX_SECRET + " characters");
		}
	}

	private List<DeclaredProvider> providers(Fields fields) {
		List<Map<String, @Nullable Object>> entries = fields.maps("providers", MAX_ENTRIES);
		List<DeclaredProvider> providers = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		for (int i = 0; i < entries.size(); i++) {
			String path = "providers[" + i + "].";
			DeclaredProvider provider = provider(fields, path, new LinkedHashMap<>(entries.get(i)));
			if (provider != null && !ids.add(provider.registration().id())) {
				fields.refuse(path + "id", "is there twice");
			}
			else if (provider != null) {
				providers.add(provider);
			}
		}
		return providers;
	}

	private @Nullable DeclaredProvider provider(Fields fields, String path, Map<String, @Nullable Object> entry) {
		Object reference = entry.remove("client_secret");
		String secret = this.secrets.resolve(path + "client_secret", reference, fields::refuse);
		if (reference != null && secret == null) {
			return null;
		}
		if (secret != null) {
			entry.put("client_secret", secret);
		}
		if (entry.get("id") instanceof String id && this.providers.isNamedBySettings(id)) {
			fields.refuse(path + "id", "is set by \"vestibule.providers." + id + "\" as well: let one of the two go");
			return null;
		}
		try {
			return new DeclaredProvider(this.providers.read(entry),
					(entry.get(ENABLED) instanceof Boolean enabled) ? enabled : null);
		}
		catch (InvalidProviderException ex) {
			ex.flaws().forEach((field, flaw) -> fields.refuse(path + field, flaw));
			return null;
		}
	}

	private static List<DeclaredMembership> roles(Fields fields) {
		return memberships(fields, "roles", (entry) -> Set.of());
	}

	private static List<DeclaredMembership> groups(Fields fields) {
		return memberships(fields, "groups", (entry) -> Set
			.copyOf(Objects.requireNonNullElse(entry.texts("roles", MAX_ROLES, Names.MAX_LENGTH), List.of())));
	}

	private static List<DeclaredMembership> memberships(Fields fields, String field,
			Function<Fields, Set<String>> roles) {
		List<DeclaredMembership> memberships = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (Fields entry : Objects.requireNonNullElse(fields.objects(field, MAX_ENTRIES), List.<Fields>of())) {
			memberships.add(new DeclaredMembership(name(entry, names), description(entry), roles.apply(entry),
					entry.flag(ENABLED)));
		}
		return memberships;
	}

	private static Map<String, Object> settings(Fields fields) {
		Map<String, Object> settings = new LinkedHashMap<>();
		Fields entry = fields.object("settings");
		if (entry != null) {
			SettingAdministration.read(entry).forEach((name, value) -> {
				if (value != null) {
					settings.put(name, value);
				}
			});
		}
		return settings;
	}

	private void checkRoles(Fields fields, Declaration declaration) {
		Set<String> declared = declaration.roles().stream().map(DeclaredMembership::name).collect(Collectors.toSet());
		for (int i = 0; i < declaration.groups().size(); i++) {
			for (String role : declaration.groups().get(i).roles()) {
				// PostgreSQL takes no NUL, and no role has one in its name.
				if (!declared.contains(role) && (role.indexOf('\0') >= 0 || this.roles.find(role).isEmpty())) {
					fields.refuse("groups[" + i + "].roles", "has \"" + role + "\" in it, which there is not");
				}
			}
		}
	}

	/** What one document declares, no other does. */
	private void checkDocuments(Fields fields, Declaration declaration) {
		requireOwn(fields, declaration, "resource_servers", this.resourceServers.declared(),
				declaration.resourceServers().stream().map((server) -> server.server().uri()));
		requireOwn(fields, declaration, "clients", this.clients.declared(),
				declaration.clients().stream().map((client) -> client.metadata().clientId()));
		requireOwn(fields, declaration, "providers", this.providers.declared(),
				declaration.providers().stream().map((provider) -> provider.registration().id()));
		requireOwn(fields, declaration, "roles", this.roles.declared(),
				declaration.roles().stream().map(DeclaredMembership::name));
		requireOwn(fields, declaration, "groups", this.groups.declared(),
				declaration.groups().stream().map(DeclaredMembership::name));
		requireOwn(fields, declaration, "settings", this.settings.declared(), declaration.settings().keySet().stream());
	}

	private static void requireOwn(Fields fields, Declaration declaration, String field, Map<String, String> declared,
			Stream<String> names) {
		names.filter((name) -> !declared.getOrDefault(name, declaration.name()).equals(declaration.name()))
			.forEach((name) -> fields.refuse(field, "have \"" + name + "\", which the document \"" + declared.get(name)
					+ "\" declares: take it out there with prune first"));
	}

	private static String name(Fields entry, Set<String> names) {
		String name = Names.read(entry);
		if (!names.add(name)) {
			entry.refuse("name", "is there twice");
		}
		return name;
	}

	private static String description(Fields entry) {
		return Objects.requireNonNullElse(entry.text("description", Names.MAX_DESCRIPTION), "");
	}

	private static @Nullable Boolean enabled(Fields fields, String path, @Nullable Object value) {
		if (value != null && !(value instanceof Boolean)) {
			fields.refuse(path + ENABLED, "must be true or false");
		}
		return (value instanceof Boolean enabled) ? enabled : null;
	}

}
