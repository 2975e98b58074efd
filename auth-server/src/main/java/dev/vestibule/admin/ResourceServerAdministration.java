package dev.vestibule.admin;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;

import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.InUseException;
import dev.vestibule.client.InvalidField;
import dev.vestibule.client.OwnResourceServers;
import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.client.ResourceServer;
import dev.vestibule.client.ResourceServer.Scope;
import dev.vestibule.client.ResourceServerRegister;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What administrators do with resource servers and their scopes, by the API or by the
 * console.
 */
@Component
public class ResourceServerAdministration {

	private static final String PROBLEM = "The resource server cannot be registered like this.";

	private static final ShownOnly SHOWN_ONLY = ShownOnly.of("id", "uri", "managed_by", "created_at");

	private static final String ENABLED = "enabled";

	private static final int MAX_SCOPES = 100;

	private static final int MAX_SCOPE_NAME = 100;

	private static final int MAX_CLIENT_ID = 255;

	private final ResourceServerRegister register;

	private final OwnResourceServers ownServers;

	ResourceServerAdministration(ResourceServerRegister register, OwnResourceServers ownServers) {
		this.register = register;
		this.ownServers = ownServers;
	}

	public List<RegisteredResourceServer> list(@Nullable String words, String after, int limit) {
		return this.register.list(words, after, limit);
	}

	public RegisteredResourceServer find(UUID id) {
		return this.register.find(id).orElseThrow(ResourceServerAdministration::unknown);
	}

	public RegisteredResourceServer find(String uri) {
		return this.register.find(uri).orElseThrow(ResourceServerAdministration::unknown);
	}

	/**
	 * The clients that may ask for one of its scopes, and keep it from being deleted.
	 */
	public List<String> clientsOf(RegisteredResourceServer server) {
		return this.register.clientsOf(server.server(), List.of());
	}

	/**
	 * Whether it can be disabled: the administration cannot, which could not be enabled
	 * again.
	 */
	public boolean canBeDisabled(RegisteredResourceServer server) {
		return !this.ownServers.contains(server.server().uri());
	}

	@Transactional
	public RegisteredResourceServer register(Map<String, @Nullable Object> fields, Asking who) {
		ResourceServer server = read(new Fields(PROBLEM, fields), null);
		try {
			return this.register.register(server, who.name())
				.orElseThrow(() -> new ProblemException(HttpStatus.CONFLICT,
						"There is a resource server with this URI.", List.of(new InvalidField("uri", "is taken"))));
		}
		catch (InUseException ex) {
			throw inUse(ex);
		}
	}

	/**
	 * Makes a resource server what the fields say; what is shown besides may be sent back
	 * as it came.
	 */
	@Transactional
	public RegisteredResourceServer replace(UUID id, Map<String, @Nullable Object> fields, IfMatch meant, Asking who) {
		return replace(meant(id, meant), fields, who);
	}

	/**
	 * Changes what the patch names; the scopes are one list.
	 */
	@Transactional
	public RegisteredResourceServer change(UUID id, Map<String, @Nullable Object> patch, IfMatch meant, Asking who) {
		RegisteredResourceServer before = meant(id, meant);
		return replace(before, MergePatch.apply(patch, before.fields()), who);
	}

	@Transactional
	public RegisteredResourceServer setEnabled(UUID id, boolean enabled, Asking who) {
		requireAnother(find(id), enabled);
		return this.register.setEnabled(id, enabled, who.name()).orElseThrow(ResourceServerAdministration::unknown);
	}

	@Transactional
	public void delete(UUID id, IfMatch meant, Asking who) {
		require(meant(id, meant).managedBy() == ManagedBy.API,
				"This resource server is managed by configuration, and is deleted there.");
		try {
			this.register.delete(id, who.name());
		}
		catch (InUseException ex) {
			throw inUse(ex);
		}
	}

	private RegisteredResourceServer replace(RegisteredResourceServer before, Map<String, @Nullable Object> fields,
			Asking who) {
		Map<String, @Nullable Object> wanted = new LinkedHashMap<>(fields);
		Fields reader = new Fields(PROBLEM, wanted);
		SHOWN_ONLY.takeFrom(wanted, before.fields()).forEach((error) -> reader.refuse(error.field(), error.detail()));
		boolean enabled = Objects.requireNonNullElse(reader.flag(ENABLED), before.enabled());
		ResourceServer server = read(reader, before.server().uri());
		require(before.managedBy() == ManagedBy.API || server.equals(before.server()),
				"This resource server is managed by configuration, and is changed there. It can be disabled and enabled here.");
		requireAnother(before, enabled);
		try {
			return this.register.replace(before.id(), server, enabled, who.name())
				.orElseThrow(ResourceServerAdministration::unknown);
		}
		catch (InUseException ex) {
			throw inUse(ex);
		}
	}

	/**
	 * Reads a resource server.
	 * @param known its URI; null if it has to be read too
	 */
	private ResourceServer read(Fields fields, @Nullable String known) {
		ResourceServer server = read(fields, known, this.register::holdClient);
		fields.check();
		return Objects.requireNonNull(server);
	}

	/**
	 * Reads a resource server.
	 * @param known its URI; null if it has to be read too
	 * @param introspecting whether there is such a client, which authenticates
	 * @return null if something about it was refused
	 */
	public static @Nullable ResourceServer read(Fields fields, @Nullable String known,
			Predicate<String> introspecting) {
		int refused = fields.refused();
		String uri = (known != null) ? known : fields.requiredText("uri", ResourceServer.MAX_URI);
		if (!uri.isEmpty() && !ResourceServer.isIndicator(uri)) {
			fields.refuse("uri", "must be absolute, without a fragment, a user name or anything beyond ASCII");
		}
		String name = fields.requiredText("name", ResourceServer.MAX_NAME);
		List<Fields> scopes = Objects.requireNonNullElse(fields.objects("scopes", MAX_SCOPES), List.of());
		List<Scope> read = scopes.stream().map(ResourceServerAdministration::scope).filter(Objects::nonNull).toList();
		if (read.stream().map(Scope::name).distinct().count() < read.size()) {
			fields.refuse("scopes", "has the same scope twice");
		}
		Long lifetime = fields.number("access_token_lifetime", 1, ResourceServer.LONGEST_LIFETIME.toSeconds());
		String algorithm = fields.choice("access_token_signing_alg", ResourceServer.ALGORITHMS);
		String clientId = fields.text("client_id", MAX_CLIENT_ID);
		if (clientId != null && !introspecting.test(clientId)) {
			fields.refuse("client_id", "must be a registered client that authenticates");
		}
		if (fields.refused() > refused) {
			return null;
		}
		return new ResourceServer(uri, name, read, (lifetime != null) ? Duration.ofSeconds(lifetime) : null, algorithm,
				clientId);
	}

	private static @Nullable Scope scope(Fields fields) {
		String name = fields.requiredText("name", MAX_SCOPE_NAME);
		if (!name.isEmpty() && !Scope.isName(name)) {
			fields.refuse("name",
					"must be printable ASCII without spaces, quotation marks and backslashes, and no identity scope");
		}
		String description = fields.text("description", ResourceServer.MAX_DESCRIPTION);
		Map<String, String> descriptions = new LinkedHashMap<>();
		Fields byLanguage = fields.object("descriptions");
		if (byLanguage != null) {
			byLanguage.names().forEach((language) -> {
				if (Scope.isLanguage(language)) {
					descriptions.put(language, byLanguage.requiredText(language, ResourceServer.MAX_DESCRIPTION));
				}
				else {
					byLanguage.refuse(language, "is no language such as ko");
				}
			});
		}
		return (Scope.isName(name) && descriptions.keySet().stream().allMatch(Scope::isLanguage))
				? new Scope(name, description, descriptions) : null;
	}

	private RegisteredResourceServer meant(UUID id, IfMatch meant) {
		RegisteredResourceServer server = this.register.findToChange(id)
			.orElseThrow(ResourceServerAdministration::unknown);
		meant.check(server.fields());
		return server;
	}

	private void requireAnother(RegisteredResourceServer server, boolean enabled) {
		require(enabled || canBeDisabled(server),
				"This is the server's own API, by which everything is enabled: it cannot be disabled.");
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new ProblemException(HttpStatus.CONFLICT, message);
		}
	}

	private static ProblemException inUse(InUseException refused) {
		return new ProblemException(HttpStatus.CONFLICT, String.valueOf(refused.getMessage()));
	}

	private static ProblemException unknown() {
		return new ProblemException(HttpStatus.NOT_FOUND, "There is no resource server with this id.");
	}

}
