package dev.vestibule.quickstart.browser;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.vestibule.standin.StandIn;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of provider, each played by its stand-in. The two that no preset knows are
 * named by the settings alone and switched on when they are wanted; the others are
 * registered then.
 */
final class StandIns implements AutoCloseable {

	private static final Map<String, String> CONFIGURED = Map.of("oidc", "The office", "oauth2", "The club");

	private final List<StandIn> all;

	private StandIns(List<StandIn> all) {
		this.all = all;
	}

	static StandIns start() {
		List<StandIn> all = StandIn.all();
		all.forEach(StandIn::start);
		return new StandIns(all);
	}

	/**
	 * What the server is told by its environment.
	 */
	Map<String, String> settings() {
		Map<String, String> settings = new HashMap<>();
		this.all.stream().filter(StandIns::isConfigured).forEach((each) -> {
			Map<String, Object> fields = each.registration(id(each.preset()));
			fields.put("enabled", false);
			fields.put("name", CONFIGURED.get(each.preset()));
			fields.remove("id");
			fields.forEach((name, value) -> settings.put(
					"VESTIBULE_PROVIDERS_" + (id(each.preset()) + "_" + name).toUpperCase(Locale.ROOT),
					String.valueOf(value)));
		});
		return settings;
	}

	/** One of a kind. */
	StandIn get(String preset) {
		return this.all.stream().filter((each) -> each.preset().equals(preset)).findFirst().orElseThrow();
	}

	/** Their names at the server, which has a Google and a Facebook of its own. */
	static String id(String preset) {
		return "my" + preset;
	}

	/**
	 * Offers some to everybody for as long as something takes.
	 */
	void during(World world, List<String> presets, Runnable visit) {
		open(world, presets);
		try {
			visit.run();
		}
		finally {
			withdraw(world, presets);
		}
	}

	void open(World world, List<String> presets) {
		presets.stream().map(this::get).forEach((standIn) -> {
			if (isConfigured(standIn)) {
				enable(world, standIn, true);
			}
			else {
				assertThat(Http
					.postJson(world.auth("/admin/api/providers"), Clients.administration(world),
							standIn.registration(id(standIn.preset())))
					.status()).isEqualTo(201);
			}
		});
	}

	void withdraw(World world, List<String> presets) {
		presets.stream().map(this::get).forEach((standIn) -> {
			if (isConfigured(standIn)) {
				enable(world, standIn, false);
			}
			else {
				Http.delete(address(world, standIn), Clients.administration(world));
			}
		});
	}

	private static boolean isConfigured(StandIn standIn) {
		return CONFIGURED.containsKey(standIn.preset());
	}

	private static void enable(World world, StandIn standIn, boolean enabled) {
		assertThat(Http.patchJson(address(world, standIn), Clients.administration(world), Map.of("enabled", enabled))
			.status()).isEqualTo(200);
	}

	private static String address(World world, StandIn standIn) {
		return world.auth("/admin/api/providers/" + id(standIn.preset()));
	}

	@Override
	public void close() {
		this.all.forEach(StandIn::close);
	}

}
