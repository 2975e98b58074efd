import java.util.ArrayList;
import java.util.List;

import generated.ApiClient;
import generated.ApiException;
import generated.api.ClientsApi;
import generated.model.Client;
import generated.model.ClientMetadata;
import generated.model.ClientPage;
import generated.model.GrantType;

/**
 * What a user of the generated client would write; compiled and run by a test.
 */
public final class Registration {

	private Registration() {
	}

	private static ClientsApi api(String url, String token) {
		ApiClient client = new ApiClient();
		client.updateBaseUri(url);
		client.setRequestInterceptor((request) -> request.header("Authorization", "Bearer " + token));
		return new ClientsApi(client);
	}

	public static String register(String url, String token, String id) throws ApiException {
		Client created = api(url, token).registerClient(new ClientMetadata().clientId(id)
			.clientName("Generated <client>")
			.grantTypes(List.of(GrantType.CLIENT_CREDENTIALS)));
		return created.getClientSecret();
	}

	public static List<String> list(String url, String token) throws ApiException {
		List<String> ids = new ArrayList<>();
		String cursor = null;
		do {
			ClientPage page = api(url, token).listClients(2, cursor, null, null, true, null);
			page.getClients().forEach((client) -> ids.add(client.getClientId()));
			cursor = page.getNext();
		}
		while (cursor != null);
		return ids;
	}

}
