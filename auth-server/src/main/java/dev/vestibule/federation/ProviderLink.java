package dev.vestibule.federation;

/**
 * A provider as the pages show it.
 *
 * @param id the last part of {@code /oauth2/authorization/ID}
 * @param name for people to read
 */
public record ProviderLink(String id, String name) {

}
