package dev.vestibule.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.vestibule.audit.AuditQuery;
import dev.vestibule.audit.AuditRecord;
import dev.vestibule.audit.AuditTrail;
import dev.vestibule.token.AccessTokens;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/**
 * Tells events as they happen, as server-sent events, to a few at once and each for a
 * while: then they come back with the last id that they have. An event may be told twice,
 * and none is left out whose transaction took less than ten seconds.
 */
@Component
class AuditFollowers {

	private static final Duration LATE = Duration.ofSeconds(10);

	private static final int AT_ONCE = 500;

	private static final int PAUSE_MILLIS = 500;

	private final AuditTrail trail;

	private final AccessTokens accessTokens;

	private final AdminTokenConverter converter;

	private final AdminProperties properties;

	private final Semaphore places;

	private final JsonMapper json = JsonMapper.shared();

	private volatile boolean closing;

	AuditFollowers(AuditTrail trail, AccessTokens accessTokens, AdminTokenConverter converter,
			AdminProperties properties) {
		this.trail = trail;
		this.accessTokens = accessTokens;
		this.converter = converter;
		this.properties = properties;
		this.places = new Semaphore(properties.followers());
	}

	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closing = true;
	}

	/**
	 * Takes a place, to be given back.
	 * @return false if there is none
	 */
	boolean enter() {
		return this.places.tryAcquire();
	}

	void leave() {
		this.places.release();
	}

	/**
	 * @param last the last event that was told; null begins now
	 */
	void tell(AuditQuery query, @Nullable Long last, Jwt token, OutputStream out) throws IOException {
		Instant begin = (last != null)
				? this.trail.timeOf(last).map((time) -> time.minus(LATE)).orElseGet(this.trail::now) : this.trail.now();
		Instant end = Instant.now().plus(this.properties.follow());
		Map<Long, Instant> seen = new LinkedHashMap<>();
		Instant since = begin;
		while (!this.closing && Instant.now().isBefore(end) && isPermitted(token)) {
			List<AuditRecord> events = this.trail.since(query, since, seen.keySet(), AT_ONCE);
			for (AuditRecord event : events) {
				write(out, "id: " + event.id() + "\ndata: " + line(event) + "\n\n");
				seen.put(event.id(), event.occurredAt());
				Instant safe = event.occurredAt().minus(LATE);
				since = safe.isAfter(since) ? safe : since;
			}
			Instant from = since;
			seen.values().removeIf((time) -> time.isBefore(from));
			// By it is noticed who has gone.
			write(out, ":\n\n");
			if (events.size() < AT_ONCE && !pause()) {
				return;
			}
		}
	}

	private boolean isPermitted(Jwt token) {
		try {
			return Instant.now().isBefore(Objects.requireNonNull(token.getExpiresAt()))
					&& this.accessTokens.isActive(token) && !this.converter.convert(token).getAuthorities().isEmpty();
		}
		catch (AuthenticationException ex) {
			return false;
		}
	}

	// No markup, whatever takes it for a page.
	private String line(AuditRecord event) {
		return this.json.writeValueAsString(event.fields()).replace("<", "\\u003c");
	}

	private static void write(OutputStream out, String text) throws IOException {
		out.write(text.getBytes(StandardCharsets.UTF_8));
		out.flush();
	}

	private static boolean pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

}
