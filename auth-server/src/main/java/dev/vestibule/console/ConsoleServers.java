package dev.vestibule.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

import dev.vestibule.admin.EntityTag;
import dev.vestibule.admin.ResourceServerAdministration;
import dev.vestibule.client.Client.ManagedBy;
import dev.vestibule.client.RegisteredResourceServer;
import dev.vestibule.client.ResourceServer;
import dev.vestibule.client.ResourceServer.Scope;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/**
 * What the console's pages about resource servers have in common: how one is shown, and
 * what its form offers.
 */
@Component
class ConsoleServers {

	private final ResourceServerAdministration servers;

	private final ServerProperties server;

	ConsoleServers(ResourceServerAdministration servers, ServerProperties server) {
		this.servers = servers;
		this.server = server;
	}

	/**
	 * A page about a resource server.
	 */
	ModelAndView page(String view, RegisteredResourceServer registered, Locale locale) {
		ResourceServer server = registered.server();
		return new ModelAndView(view).addObject("server", shown(registered, locale))
			.addObject("lifetime",
					(server.accessTokenLifetime() != null) ? server.accessTokenLifetime().toSeconds() : null)
			.addObject("algorithm", server.accessTokenSigningAlg())
			.addObject("introspector", server.clientId())
			.addObject("scopes", server.scopes().stream().map((scope) -> scope(scope, locale)).toList())
			.addObject("ofApi", registered.managedBy() == ManagedBy.API)
			.addObject("canBeDisabled", this.servers.canBeDisabled(registered))
			.addObject("version", EntityTag.of(registered.fields()));
	}

	/**
	 * Fills a form.
	 */
	ModelAndView form(ModelAndView page, Map<String, Object> values) {
		List<?> rows = (List<?>) values.getOrDefault(ServerForm.SCOPES, List.of());
		return page.addObject("values", values)
			.addObject("rows", rows)
			.addObject("spare", ServerForm.SPARE_ROWS)
			.addObject("algorithms", new TreeSet<>(ResourceServer.ALGORITHMS))
			.addObject("errors", Map.of());
	}

	Shown shown(RegisteredResourceServer registered, Locale locale) {
		ResourceServer server = registered.server();
		return new Shown(registered.id().toString(), server.uri(), server.name(), server.scopes().size(),
				registered.enabled(), Moments.date(registered.createdAt(), locale));
	}

	ServerSettings settings(RegisteredResourceServer registered) {
		return ServerSettings.of(registered.server(), this.server.issuer());
	}

	private static ShownScope scope(Scope scope, Locale locale) {
		return new ShownScope(scope.name(),
				scope.descriptions().getOrDefault(locale.getLanguage(), scope.description()));
	}

	/**
	 * A resource server in a list, or in the head of its page.
	 *
	 * @param scopes how many it has
	 */
	record Shown(String id, String uri, String name, int scopes, boolean enabled, String since) {

	}

	/**
	 * A scope with what people read.
	 */
	record ShownScope(String name, @Nullable String description) {

	}

}
