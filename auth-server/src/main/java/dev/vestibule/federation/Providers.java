package dev.vestibule.federation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.vestibule.account.EmailAddress;
import dev.vestibule.freshness.Remembered;
import dev.vestibule.freshness.Versions;
import dev.vestibule.web.ServerProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The providers as they were within the last second: those that are switched on, and the
 * names of the others. It is no {@code Iterable}, since listing the registrations would
 * call every provider.
 */
@Component
public class Providers {

	private final ProviderRegistrations registrations;

	private final ProviderHttp http;

	private final ServerProperties server;

	private final Remembered<Known> known;

	/** Those made last, which know what they have discovered. */
	private volatile Map<String, Provider> made = Map.of();

	Providers(ProviderRegistrations registrations, ProviderHttp http, ServerProperties server, Versions versions) {
		this.registrations = registrations;
		this.http = http;
		this.server = server;
		this.known = new Remembered<>(versions, ProviderRegistrations.SUBJECT, this::load);
	}

	/**
	 * What the login page may offer, in its order.
	 */
	public List<ProviderLink> list() {
		return this.known.get().on().values().stream().map(ProviderLink::of).toList();
	}

	/**
	 * Where people with this address sign in.
	 */
	public Optional<ProviderLink> of(EmailAddress email) {
		return this.known.get()
			.on()
			.values()
			.stream()
			.filter((provider) -> provider.settings().registration().domains().contains(email.domain()))
			.findFirst()
			.map(ProviderLink::of);
	}

	/**
	 * Whether people may sign in with it.
	 */
	public boolean isOn(String id) {
		return find(id).isPresent();
	}

	/**
	 * What people call a provider, which may have been switched off since.
	 */
	public String nameOf(String id) {
		return this.known.get().names().getOrDefault(id, id);
	}

	/**
	 * Where a provider sends people back to, which has to be registered there. It is
	 * never taken from a request: its Host header is whatever the sender likes.
	 */
	public String redirectUri(String id) {
		return this.server.url("/login/oauth2/code/" + id);
	}

	/**
	 * Asks a provider now what is to be known of it before anybody can sign in.
	 * @return what is wrong; null if it answers as it should, or if there is nothing to
	 * ask
	 */
	public @Nullable String check(ProviderRegistration registration) {
		Preset preset = this.registrations.preset(registration);
		try {
			preset.create(new ProviderSettings(registration, preset, redirectUri(registration.id())), this.http)
				.registration();
			return null;
		}
		catch (ProviderException ex) {
			return Failures.describe(ex);
		}
	}

	Optional<Provider> find(String id) {
		return Optional.ofNullable(this.known.get().on().get(id));
	}

	/**
	 * Whether there is one of this name, on or off.
	 */
	boolean isKnown(String id) {
		return this.known.get().names().containsKey(id);
	}

	/**
	 * A provider that was found before.
	 * @throws ProviderException if it has been switched off since
	 */
	Provider get(String id) {
		return find(id).orElseThrow(() -> ProviderException.unavailable("it has been switched off", null));
	}

	private Known load() {
		Map<String, Provider> before = this.made;
		Map<String, Provider> on = new LinkedHashMap<>();
		Map<String, String> names = new LinkedHashMap<>();
		this.registrations.list().forEach((stored) -> {
			ProviderRegistration registration = stored.registration();
			Preset preset = this.registrations.preset(registration);
			ProviderSettings settings = new ProviderSettings(registration, preset, redirectUri(registration.id()));
			names.put(settings.id(), settings.name());
			if (registration.enabled()) {
				Provider same = before.get(settings.id());
				on.put(settings.id(),
						(same != null && same.settings().equals(settings)) ? same : preset.create(settings, this.http));
			}
		});
		this.made = on;
		return new Known(on, names);
	}

	/**
	 * What was read.
	 */
	private record Known(Map<String, Provider> on, Map<String, String> names) {

	}

}
