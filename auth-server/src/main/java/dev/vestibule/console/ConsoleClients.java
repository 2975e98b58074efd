package dev.vestibule.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.vestibule.admin.ClientAdministration;
import dev.vestibule.admin.EntityTag;
import dev.vestibule.client.Client;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.ResourceServers;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the console's pages about clients have in common: how a client is shown, and what
 * its form offers.
 */
@Component
class ConsoleClients {

	private final ClientAdministration clients;

	private final ResourceServers resourceServers;

	private final ServerProperties server;

	private final MessageSource messages;

	ConsoleClients(ClientAdministration clients, ResourceServers resourceServers, ServerProperties server,
			MessageSource messages) {
		this.clients = clients;
		this.resourceServers = resourceServers;
		this.server = server;
		this.messages = messages;
	}

	/**
	 * A page about a client.
	 */
	ModelAndView page(String view, Client client, Locale locale) {
		ClientMetadata metadata = client.metadata();
		return new ModelAndView(view).addObject("client", shown(client, locale))
			.addObject("metadata", metadata)
			.addObject("hasSecret", metadata.hasSecret())
			.addObject("kind", ClientKind.of(metadata).label())
			.addObject("ofApi", client.managedBy() == ManagedBy.API)
			.addObject("version", EntityTag.of(client.fields()));
	}

	Shown shown(Client client, Locale locale) {
		return new Shown(client.metadata().clientId(), client.metadata().clientName(),
				ClientKind.of(client.metadata()).label(), client.enabled(), Moments.date(client.createdAt(), locale));
	}

	@Nullable ClientSettings settings(Client client) {
		return ClientSettings.of(client.metadata(), this.server.issuer());
	}

	/**
	 * The scopes that a form offers, under what they belong to.
	 * @param held those that the client has, whatever there is
	 */
	Map<String, List<Scope>> scopes(ClientKind kind, List<?> held, Locale locale) {
		Map<String, List<Scope>> scopes = new TreeMap<>();
		Stream<String> identity = (kind != ClientKind.SERVICE)
				? Stream.of("openid", "profile", "email", "roles", "groups", "offline_access") : Stream.empty();
		Stream
			.concat(Stream.concat(identity, this.resourceServers.scopes().stream().sorted()),
					held.stream().map(String::valueOf).sorted())
			.distinct()
			.forEach((name) -> scopes
				.computeIfAbsent(this.resourceServers.ownerOf(name).orElse(""), (owner) -> new ArrayList<>())
				.add(scope(name, held.contains(name), locale)));
		return scopes;
	}

	List<Scope> scopes(ClientMetadata metadata, Locale locale) {
		return metadata.scopes().stream().map((name) -> scope(name, true, locale)).toList();
	}

	private Scope scope(String name, boolean ticked, Locale locale) {
		return new Scope(name, description(name, locale), !this.resourceServers.disabledScopes().contains(name),
				ticked);
	}

	private @Nullable String description(String scope, Locale locale) {
		String described = this.resourceServers.description(scope, locale).orElse(null);
		return (described != null) ? described : this.messages.getMessage("scope." + scope, null, null, locale);
	}

	/**
	 * Which APIs have their tokens introspected by a client, so that it has to stay.
	 */
	List<String> introspectedBy(String clientId) {
		return this.resourceServers.introspectedBy(clientId);
	}

	Client find(String clientId) {
		return this.clients.find(clientId);
	}

	/**
	 * A client in a list, or in the head of its page.
	 */
	record Shown(String id, String name, String kind, boolean enabled, String since) {

	}

	/**
	 * A scope as a form offers it.
	 *
	 * @param granted whether anybody is granted it, since its resource server is enabled
	 */
	record Scope(String name, @Nullable String description, boolean granted, boolean ticked) {

	}

}
