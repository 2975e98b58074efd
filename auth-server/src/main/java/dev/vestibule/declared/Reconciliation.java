package dev.vestibule.declared;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.vestibule.account.Groups;
import dev.vestibule.account.KnownMemberships;
import dev.vestibule.account.Membership;
import dev.vestibule.account.Roles;
import dev.vestibule.admin.Asking;
import dev.vestibule.admin.ProblemException;
import dev.vestibule.admin.SettingAdministration;
import dev.vestibule.client.Client;
import dev.vestibule.client.ClientGrants;
import dev.vestibule.client.Clients;
import dev.vestibule.client.InUseException;
import dev.vestibule.client.OwnResourceServers;
import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.client.ResourceServer;
import dev.vestibule.client.ResourceServerRegister;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.declared.Declaration.DeclaredMembership;
import dev.vestibule.federation.ProviderRegistration.Stored;
import dev.vestibule.federation.ProviderRegistrations;
import dev.vestibule.setting.Settings;
import dev.vestibule.startup.Turn;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes what a document declares what the document says, all or nothing, one at a time
 * over all nodes. What a former one of the same name declared and this one does not is
 * disabled, and is the API's from then on; with prune it is deleted. A setting is its
 * default again. A dry run does the same, and takes it back.
 */
@Component
public class Reconciliation {

	private static final String CLIENT = "client";

	private static final String RESOURCE_SERVER = "resource server";

	private static final String PROVIDER = "provider";

	private static final String ROLE = "role";

	private static final String GROUP = "group";

	private static final String SETTING = "setting";

	private final DeclarationReader reader;

	private final ResourceServerRegister register;

	private final ResourceServers resourceServers;

	private final OwnResourceServers ownServers;

	private final Clients clients;

	private final ObjectProvider<ClientGrants> grants;

	private final ProviderRegistrations providers;

	private final Roles roles;

	private final Groups groups;

	private final Settings settings;

	private final JdbcClient jdbc;

	private final TransactionOperations transactions;

	Reconciliation(DeclarationReader reader, ResourceServerRegister register, ResourceServers resourceServers,
			OwnResourceServers ownServers, Clients clients, ObjectProvider<ClientGrants> grants,
			ProviderRegistrations providers, Roles roles, Groups groups, Settings settings, JdbcClient jdbc,
			TransactionOperations transactions) {
		this.reader = reader;
		this.register = register;
		this.resourceServers = resourceServers;
		this.ownServers = ownServers;
		this.clients = clients;
		this.grants = grants;
		this.providers = providers;
		this.roles = roles;
		this.groups = groups;
		this.settings = settings;
		this.jdbc = jdbc;
		this.transactions = transactions;
	}

	/**
	 * Applies a document.
	 * @param prune whether what it no longer names is deleted
	 * @param agreed whether what that changes is to be changed; for a dry run, never
	 * @param who does it
	 * @return what that changes, or would; nothing, if everything is so already
	 * @throws ProblemException if the document is wrong, or cannot be applied; nothing is
	 * changed then
	 */
	public List<Step> apply(Document document, boolean prune, Predicate<List<Step>> agreed, Asking who) {
		try {
			return Objects.requireNonNull(this.transactions.execute((status) -> {
				Turn.take("vestibule.config", this.jdbc);
				List<Step> steps = new Run(this.reader.read(document), prune, who).all();
				if (!agreed.test(steps)) {
					status.setRollbackOnly();
				}
				return steps;
			}));
		}
		catch (ProblemException ex) {
			throw document.locate(ex);
		}
		catch (InUseException ex) {
			throw new ProblemException(HttpStatus.CONFLICT, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * One application of a document.
	 */
	private final class Run {

		private final List<Step> steps = new ArrayList<>();

		private final Declaration declaration;

		private final boolean prune;

		private final Asking who;

		private final String by;

		Run(Declaration declaration, boolean prune, Asking who) {
			this.declaration = declaration;
			this.prune = prune;
			this.who = who;
			this.by = who.name();
		}

		List<Step> all() {
			declareResourceServers();
			declareClients();
			declareTheOthers();
			declareSettings();
			leaveOut();
			String asking = this.who.clientId();
			require(asking == null || Reconciliation.this.clients.find(asking).filter(Client::enabled).isPresent(),
					"This would disable the client that asks, " + asking
							+ ", which could take nothing back: ask as another one, or name it in the document.");
			return List.copyOf(this.steps);
		}

		private void declareResourceServers() {
			List<ResourceServer> servers = new ArrayList<>();
			Map<String, Boolean> enabled = new HashMap<>();
			this.declaration.resourceServers().forEach((each) -> {
				servers.add(each.server());
				if (each.enabled() != null) {
					enabled.put(each.server().uri(), each.enabled());
				}
			});
			Map<String, Map<String, Object>> before = new LinkedHashMap<>();
			servers.forEach((server) -> before.put(server.uri(), server(server.uri())));
			Reconciliation.this.register.declare(servers, enabled, this.declaration.name(), this.by);
			before.forEach((uri, shown) -> Step.between(RESOURCE_SERVER, uri, shown, server(uri), false, true)
				.ifPresent(this.steps::add));
		}

		private void declareClients() {
			Clients clients = Reconciliation.this.clients;
			this.declaration.clients().forEach((each) -> {
				String id = each.metadata().clientId();
				stepOfSecret(CLIENT, id, () -> client(id), true, () -> clients.declare(each.metadata(), each.secret(),
						each.enabled(), this.declaration.name(), this.by));
			});
			clients.keepScopes(Reconciliation.this.register.scopesOfOthers(List.of()).keySet(), this.by)
				.forEach((before) -> {
					String id = before.metadata().clientId();
					Step.between(CLIENT, id, before.fields(), client(id), false, true).ifPresent(this.steps::add);
				});
		}

		private void declareTheOthers() {
			this.declaration.providers().forEach((each) -> {
				String id = each.registration().id();
				stepOfSecret(PROVIDER, id, () -> provider(id), true, () -> Reconciliation.this.providers
					.declare(each.registration(), each.enabled(), this.declaration.name(), this.by));
			});
			declare(ROLE, Reconciliation.this.roles, this.declaration.roles());
			declare(GROUP, Reconciliation.this.groups, this.declaration.groups());
		}

		private void declare(String kind, KnownMemberships known, List<DeclaredMembership> declared) {
			declared.forEach((each) -> step(kind, each.name(), () -> membership(known, each.name()), true,
					() -> known.declare(each.name(), each.description(), each.roles(), each.enabled(),
							this.declaration.name(), this.by)));
		}

		private void declareSettings() {
			Map<String, Object> before = Reconciliation.this.settings.fields();
			Map<String, Object> after = Reconciliation.this.settings.declare(this.declaration.settings(),
					this.declaration.name(), this.by);
			SettingAdministration.check(Document.PROBLEM, "settings.", before, after);
			SettingAdministration.NAMES.forEach(
					(name) -> Step
						.between(SETTING, name, Settings.shown(before, name), Settings.shown(after, name), false,
								this.declaration.settings().containsKey(name))
						.ifPresent(this.steps::add));
		}

		// What is used by something else comes behind that.
		private void leaveOut() {
			Set<String> named = names();
			leaveOut(GROUP, Reconciliation.this.groups, named);
			leaveOut(ROLE, Reconciliation.this.roles, named);
			others(PROVIDER, Reconciliation.this.providers.declared(), named).stream()
				.filter((id) -> !Reconciliation.this.providers.isNamedBySettings(id))
				.forEach((id) -> step(PROVIDER, id, () -> provider(id), false, () -> leaveOutProvider(id)));
			others(CLIENT, Reconciliation.this.clients.declared(), named)
				.forEach((id) -> step(CLIENT, id, () -> client(id), false, () -> leaveOutClient(id)));
			others(RESOURCE_SERVER, Reconciliation.this.register.declared(), named).stream()
				.filter((uri) -> !Reconciliation.this.ownServers.contains(uri))
				.forEach((uri) -> step(RESOURCE_SERVER, uri, () -> server(uri), false,
						() -> leaveOutResourceServer(uri)));
		}

		private void leaveOut(String kind, KnownMemberships known, Set<String> named) {
			others(kind, known.declared(), named).forEach((name) -> step(kind, name, () -> membership(known, name),
					false, () -> known.leaveOut(name, this.prune, this.by)));
		}

		private Set<String> names() {
			Set<String> names = this.declaration.clients()
				.stream()
				.map((each) -> CLIENT + each.metadata().clientId())
				.collect(Collectors.toSet());
			this.declaration.resourceServers().forEach((each) -> names.add(RESOURCE_SERVER + each.server().uri()));
			this.declaration.providers().forEach((each) -> names.add(PROVIDER + each.registration().id()));
			this.declaration.roles().forEach((each) -> names.add(ROLE + each.name()));
			this.declaration.groups().forEach((each) -> names.add(GROUP + each.name()));
			return names;
		}

		private List<String> others(String kind, Map<String, String> declared, Set<String> named) {
			return declared.keySet()
				.stream()
				.filter((name) -> declared.getOrDefault(name, "").equals(this.declaration.name()))
				.filter((name) -> !named.contains(kind + name))
				.toList();
		}

		private void leaveOutProvider(String id) {
			if (this.prune) {
				Reconciliation.this.providers.prune(id, this.by);
			}
			else {
				Reconciliation.this.providers.leaveOut(id, this.by);
			}
		}

		private void leaveOutClient(String id) {
			if (!this.prune) {
				Reconciliation.this.clients.leaveOut(id, this.by);
				return;
			}
			require(Reconciliation.this.grants.stream().noneMatch((each) -> each.areMany(id)),
					"The client \"" + id
							+ "\" was granted too much to be deleted in one go: DELETE \"/admin/api/clients/" + id
							+ "\" ends it bit by bit, once it is left out without prune.");
			Reconciliation.this.clients.delete(id, this.by);
			List<String> apis = Reconciliation.this.resourceServers.introspectedBy(id);
			require(apis.isEmpty(), "The client \"" + id + "\" introspects the tokens of \"" + String.join(", ", apis)
					+ "\": give that another client first.");
		}

		private void leaveOutResourceServer(String uri) {
			if (this.prune) {
				Reconciliation.this.register.find(uri)
					.ifPresent((found) -> Reconciliation.this.register.delete(found.id(), this.by));
			}
			else {
				Reconciliation.this.register.leaveOut(uri, this.by);
			}
		}

		private void step(String kind, String name, Supplier<Map<String, @Nullable Object>> shown, boolean declared,
				Runnable change) {
			stepOfSecret(kind, name, shown, declared, () -> {
				change.run();
				return false;
			});
		}

		private void stepOfSecret(String kind, String name, Supplier<Map<String, @Nullable Object>> shown,
				boolean declared, BooleanSupplier change) {
			Map<String, @Nullable Object> before = shown.get();
			boolean secret = change.getAsBoolean();
			Step.between(kind, name, before, shown.get(), secret, declared).ifPresent(this.steps::add);
		}

		private static void require(boolean condition, String message) {
			if (!condition) {
				throw new ProblemException(HttpStatus.CONFLICT, message);
			}
		}

		private Map<String, Object> server(String uri) {
			return Reconciliation.this.register.find(uri).map(RegisteredResourceServer::fields).orElse(Map.of());
		}

		private Map<String, @Nullable Object> client(String id) {
			return new LinkedHashMap<>(Reconciliation.this.clients.find(id).map(Client::fields).orElse(Map.of()));
		}

		private Map<String, @Nullable Object> provider(String id) {
			Map<String, @Nullable Object> shown = new LinkedHashMap<>();
			Reconciliation.this.providers.find(id).ifPresent((Stored stored) -> {
				shown.putAll(stored.registration().fields());
				shown.put("managed_by", stored.managedBy().label());
			});
			return shown;
		}

		private static Map<String, @Nullable Object> membership(KnownMemberships known, String name) {
			return new LinkedHashMap<>(known.find(name).map(Membership::fields).orElse(Map.of()));
		}

	}

}
