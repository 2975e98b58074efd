package dev.vestibule.quickstart.faults;

import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The keyring of two nodes behind a balancer is changed twice, as docs/operations.md
 * says, until nothing is left of the first key, and the signing keys are rotated in
 * between, while people log in and applications fetch, use, refresh and look into tokens
 * as fast as they are answered. No request is lost.
 */
class KeyringRotationRun {

	private static final String NAMED = """
			SELECT what || ' ' || key_id || ': ' || count(*) FROM (
			    SELECT 'signing keys' AS what, key_id FROM signing_key WHERE key_id IS NOT NULL
			    UNION ALL SELECT 'client secrets', key_id FROM client_secret
			    UNION ALL SELECT 'refresh tokens', refresh_key_id FROM oauth2_authorization WHERE refresh_key_id IS NOT NULL
			    UNION ALL SELECT 'mailed codes', key_id FROM challenge
			) AS named GROUP BY what, key_id ORDER BY 1
			""";

	private final List<KeyringNode> nodes = new ArrayList<>();

	@AfterEach
	void stop() {
		this.nodes.forEach(KeyringNode::close);
	}

	@Test
	void useWhenKeyringAndSigningKeysAreRotatedThenNothingIsLost() throws Exception {
		try (Scene scene = new Scene()) {
			KeyringLoad load = new KeyringLoad(scene);
			scene.kill();
			String first = Files.readAllLines(scene.data().resolve("keyring"))
				.stream()
				.filter((line) -> line.contains(":") && !line.startsWith("#"))
				.reduce((former, last) -> last)
				.orElseThrow();
			String second = key("second");
			String third = key("third");
			for (String name : List.of("node-one", "node-two")) {
				this.nodes.add(new KeyringNode(scene, name, List.of(first)));
			}
			for (KeyringNode node : this.nodes) {
				node.awaitReady();
			}
			try (Balancer balancer = new Balancer(URI.create(scene.url()).getPort(), this.nodes); load) {
				load.start();
				roll(balancer, load, List.of(second, first));
				roll(balancer, load, List.of(third, first, second));
				roll(balancer, load, List.of(first, second, third));
				load.replaceSecret();
				load.beginNewFamilies();
				System.out.println("Keyring: before the first key is taken off: " + scene.query(NAMED));
				// What nobody uses any more: it would end by itself, in 90 days at the
				// latest.
				String id = first.substring(0, first.indexOf(':'));
				scene.update("DELETE FROM oauth2_authorization WHERE refresh_key_id = '" + id + "'");
				scene.update("DELETE FROM challenge WHERE key_id = '" + id + "'");
				load.endFormerSecret();
				assertThat(scene.query(NAMED)).noneMatch((line) -> line.contains(" " + id + ":"));
				roll(balancer, load, List.of(second, third));
				load.stop();
			}
			System.out.println("Keyring: " + load);
			assertThat(load.lost()).isEmpty();
		}
	}

	/**
	 * Restarts one node after the other, and rotates the signing keys.
	 */
	private void roll(Balancer balancer, KeyringLoad load, List<String> keys) throws Exception {
		for (KeyringNode node : this.nodes) {
			node.restart(keys);
			Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> balancer.sees(node));
		}
		load.rotateSigningKeys();
		System.out.printf("Keyring: both nodes run with %s; signing keys rotated; %s%n",
				keys.stream().map((key) -> key.substring(0, key.indexOf(':'))).toList(), load);
	}

	private static String key(String id) {
		byte[] key = new byte[32];
		new SecureRandom().nextBytes(key);
		return id + ":" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
	}

}
