package dev.vestibule.declared;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.vestibule.client.ClientMetadata;
import dev.vestibule.client.ResourceServer;
import dev.vestibule.federation.ProviderRegistration;
import org.jspecify.annotations.Nullable;

/**
 * What a document declares, valid as a whole.
 *
 * @param name of the document; what others of other names declare is none of its concern
 * @param settings by their names; the others are their defaults, unless somebody else has
 * set them
 */
record Declaration(String name, List<DeclaredResourceServer> resourceServers, List<DeclaredClient> clients,
		List<DeclaredProvider> providers, List<DeclaredMembership> roles, List<DeclaredMembership> groups,
		Map<String, Object> settings) {

	/** What a document is called that does not say. */
	static final String MAIN = "main";

	/**
	 * A resource server.
	 *
	 * @param enabled null leaves it as it is
	 */
	record DeclaredResourceServer(ResourceServer server, @Nullable Boolean enabled) {

	}

	/**
	 * A client.
	 *
	 * @param secret null leaves it those that it has
	 * @param enabled null leaves it as it is
	 */
	record DeclaredClient(ClientMetadata metadata, @Nullable String secret, @Nullable Boolean enabled) {

		@Override
		public String toString() {
			return "DeclaredClient[clientId=" + this.metadata.clientId() + "]";
		}

	}

	/**
	 * A provider.
	 *
	 * @param enabled null leaves it as it is
	 */
	record DeclaredProvider(ProviderRegistration registration, @Nullable Boolean enabled) {

	}

	/**
	 * A role or a group.
	 *
	 * @param roles what comes with a group
	 * @param enabled null leaves it as it is
	 */
	record DeclaredMembership(String name, String description, Set<String> roles, @Nullable Boolean enabled) {

	}

}
