package dev.vestibule.client;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import dev.vestibule.freshness.Latest;
import dev.vestibule.outbound.Outbound;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The keys that clients publish at an address of theirs ({@code jwks_uri}), as they were
 * within the last ten minutes, or within the last hour if the address does not answer.
 * Each is asked once a minute at most, whatever is presented.
 */
@Component
public class FetchedKeys {

	private static final long FRESH = Duration.ofMinutes(10).toNanos();

	private static final long USABLE = Duration.ofHours(1).toNanos();

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private static final int ADDRESSES = 1000;

	private static final int MAX_LENGTH = 64 * 1024;

	/** How many requests may wait for slow addresses, so that others find a thread. */
	private static final int WAITING = 50;

	private static final Logger logger = LoggerFactory.getLogger(FetchedKeys.class);

	private final RestClient http;

	private final LongSupplier nanoTime;

	private final Semaphore waiting = new Semaphore(WAITING);

	private final Map<String, Address> addresses = Collections.synchronizedMap(new Latest<>(ADDRESSES));

	@Autowired
	FetchedKeys(Outbound outbound) {
		this(outbound.restClient(), System::nanoTime);
	}

	FetchedKeys(RestClient.Builder http, LongSupplier nanoTime) {
		this.http = http.build();
		this.nanoTime = nanoTime;
	}

	/**
	 * The wanted ones among the keys at an address. It may take as long as a call out
	 * does, so it is not to be asked while a connection to the database is held.
	 * @return empty if there are none, or they cannot be had
	 */
	public List<JWK> select(String uri, JWKSelector wanted) {
		return this.addresses.computeIfAbsent(uri, Address::new).select(wanted);
	}

	private JWKSet fetch(String uri) {
		ResponseEntity<byte[]> response = this.http.get()
			.uri(URI.create(uri))
			.accept(MediaType.APPLICATION_JSON, new MediaType("application", "jwk-set+json"))
			.retrieve()
			.onStatus(HttpStatusCode::isError, (request, answer) -> {
				// refused below, without repeating what it says
			})
			.toEntity(byte[].class);
		byte[] body = response.getBody();
		if (response.getStatusCode() != HttpStatus.OK || body == null || body.length > MAX_LENGTH) {
			throw new IllegalArgumentException("the answer is " + response.getStatusCode().value()
					+ ((body != null) ? " with " + body.length + " bytes" : ""));
		}
		return ClientKeys.readPublished(new String(body, StandardCharsets.UTF_8));
	}

	/**
	 * What is known of an address.
	 */
	private final class Address {

		private final String uri;

		private final Lock fetching = new ReentrantLock();

		private volatile @Nullable Held held;

		private volatile @Nullable Long triedAt;

		Address(String uri) {
			this.uri = uri;
		}

		List<JWK> select(JWKSelector wanted) {
			List<JWK> found = selectHeld(wanted);
			if (found.isEmpty()) {
				fetchOrWait();
			}
			else if (isOlderThan(FRESH) && this.fetching.tryLock()) {
				fetchLocked();
			}
			else {
				return found;
			}
			return selectHeld(wanted);
		}

		private List<JWK> selectHeld(JWKSelector wanted) {
			Held held = this.held;
			return (held == null || isOlderThan(USABLE)) ? List.of() : wanted.select(held.keys());
		}

		private boolean isOlderThan(long age) {
			Held held = this.held;
			return held == null || FetchedKeys.this.nanoTime.getAsLong() - held.at() >= age;
		}

		private boolean mayTry() {
			Long triedAt = this.triedAt;
			return triedAt == null || FetchedKeys.this.nanoTime.getAsLong() - triedAt >= PAUSE;
		}

		private void fetchOrWait() {
			if (mayTry() && FetchedKeys.this.waiting.tryAcquire()) {
				try {
					this.fetching.lock();
					fetchLocked();
				}
				finally {
					FetchedKeys.this.waiting.release();
				}
			}
		}

		private void fetchLocked() {
			try {
				// Whoever had the lock before may have just tried.
				if (mayTry()) {
					tryToFetch();
				}
			}
			finally {
				this.fetching.unlock();
			}
		}

		private void tryToFetch() {
			long now = FetchedKeys.this.nanoTime.getAsLong();
			try {
				this.held = new Held(fetch(this.uri), now);
			}
			catch (RestClientException ex) {
				failed(String.valueOf(ex.getMostSpecificCause().getMessage()));
			}
			catch (IllegalArgumentException ex) {
				failed(String.valueOf(ex.getMessage()));
			}
			finally {
				// At the end, so that those who come meanwhile wait for it.
				this.triedAt = now;
			}
		}

		private void failed(String reason) {
			logger.warn("The keys of a client at {} could not be fetched: {}", URI.create(this.uri).getAuthority(),
					reason);
		}

	}

	/**
	 * Keys.
	 *
	 * @param at when they were asked for
	 */
	private record Held(JWKSet keys, long at) {

	}

}
