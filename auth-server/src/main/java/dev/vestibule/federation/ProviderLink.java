package dev.vestibule.federation;

/**
 * A provider as the pages show it.
 *
 * @param id the last part of {@code /oauth2/authorization/ID}
 * @param name for people to read
 * @param preset the kind of provider it is, which has a mark of its own
 */
public record ProviderLink(String id, String name, String preset) {

	static ProviderLink of(Provider provider) {
		return new ProviderLink(provider.id(), provider.name(), provider.settings().preset().id());
	}

}
