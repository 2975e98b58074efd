package dev.vestibule.federation;

/**
 * A provider as the pages show it.
 *
 * @param id the last part of {@code /oauth2/authorization/ID}
 * @param name for people to read
 * @param mark the picture beside the name, {@code /img/provider-MARK.svg}
 */
public record ProviderLink(String id, String name, String mark) {

	static ProviderLink of(Provider provider) {
		return new ProviderLink(provider.id(), provider.name(), provider.settings().preset().mark());
	}

}
