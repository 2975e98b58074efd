package dev.vestibule.console;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import dev.vestibule.client.Clients;
import dev.vestibule.federation.Providers;
import dev.vestibule.mail.Backlog;
import dev.vestibule.selfservice.Moments;
import dev.vestibule.signing.KeyDescription;
import dev.vestibule.signing.KeyState;
import dev.vestibule.signing.Rotation;
import dev.vestibule.statistics.Statistics;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The console's first page: how things stand, by what is known already, how often they
 * happened, and where to go on. On a server that is new it says what to do first.
 */
@Controller
class ConsoleController {

	private final Clients clients;

	private final Providers providers;

	private final Rotation rotation;

	private final Backlog backlog;

	private final HealthIndicator mailRoutes;

	private final HealthIndicator graphVersion;

	private final Statistics statistics;

	private final Plots plots;

	private final ServerProperties server;

	ConsoleController(Clients clients, Providers providers, Rotation rotation, Backlog backlog,
			@Qualifier("mailRoutesHealthIndicator") HealthIndicator mailRoutes,
			@Qualifier("graphVersionHealthIndicator") HealthIndicator graphVersion, Statistics statistics, Plots plots,
			ServerProperties server) {
		this.clients = clients;
		this.providers = providers;
		this.rotation = rotation;
		this.backlog = backlog;
		this.mailRoutes = mailRoutes;
		this.graphVersion = graphVersion;
		this.statistics = statistics;
		this.plots = plots;
		this.server = server;
	}

	@GetMapping("/admin")
	ModelAndView show(@RequestParam(required = false) @Nullable String last, Locale locale) {
		List<KeyDescription> keys = this.rotation.keys();
		Clients.Count clients = this.clients.count();
		Period period = Period.of(last);
		ModelAndView page = new ModelAndView("console").addObject("clients", clients)
			.addObject("mail", this.backlog.count())
			.addObject("mailState", state(this.mailRoutes))
			.addObject("providers", this.providers.list())
			.addObject("providersState", state(this.graphVersion))
			.addObject("keys", active(keys, locale))
			.addObject("nextKeys", keys.stream().filter((key) -> key.state() == KeyState.NEXT).count())
			.addObject("period", period.label())
			.addObject("periods", Stream.of(Period.values()).map(Period::label).toList())
			.addObject("plots", this.plots.of(period, Instant.now(), locale))
			.addObject("issuer", this.server.issuer());
		// Until the first person has signed in to an application.
		if (!this.statistics.hasAny("token.issued", "authorization_code")) {
			page.addObject("steps", steps(clients));
		}
		return page;
	}

	private List<Step> steps(Clients.Count clients) {
		return List.of(new Step("client", "/admin/clients/new", clients.all() > 0),
				new Step("provider", "/admin/providers", !this.providers.list().isEmpty()),
				new Step("mail", "/admin/mail/test", this.statistics.hasAny("mail.attempt", "sent")));
	}

	private static String state(HealthIndicator indicator) {
		Health health = indicator.health();
		return (health != null) ? health.getStatus().getCode().toLowerCase(Locale.ROOT).replace('_', '-') : "unknown";
	}

	private static List<Key> active(List<KeyDescription> keys, Locale locale) {
		return keys.stream()
			.filter((key) -> key.state() == KeyState.ACTIVE)
			.map((key) -> new Key(key.algorithm().getName(),
					Moments.date((key.activatedAt() != null) ? key.activatedAt() : key.createdAt(), locale)))
			.sorted((one, other) -> one.algorithm().compareTo(other.algorithm()))
			.toList();
	}

	/**
	 * A key that signs now.
	 */
	record Key(String algorithm, String since) {

	}

	/**
	 * What a new server's administrator does first.
	 */
	record Step(String name, String link, boolean done) {

	}

}
