package dev.vestibule.session;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;

/**
 * A browser session as one request has it: what is stored, and what has changed since.
 * Attributes are read when they are asked for.
 */
final class StoredSession implements Session {

	private final SessionIdGenerator ids;

	private final Instant begunAt;

	private final Map<String, String> stored;

	private final Map<String, Object> values = new HashMap<>();

	private final Set<String> changed = new HashSet<>();

	private @Nullable String storedId;

	private String id;

	private Instant usedAt;

	private Duration idle;

	private boolean stale;

	/**
	 * A session that is not stored yet.
	 */
	StoredSession(SessionIdGenerator ids, Duration idle) {
		this.ids = ids;
		this.id = ids.generate();
		this.begunAt = Instant.now();
		this.usedAt = this.begunAt;
		this.idle = idle;
		this.stored = new HashMap<>();
	}

	/**
	 * @param stale whether it is time to write down that the session is in use
	 */
	StoredSession(SessionIdGenerator ids, String id, Instant begunAt, Instant usedAt, Duration idle, boolean stale,
			Map<String, String> stored) {
		this.ids = ids;
		this.storedId = id;
		this.id = id;
		this.begunAt = begunAt;
		this.usedAt = usedAt;
		this.idle = idle;
		this.stale = stale;
		this.stored = new HashMap<>(stored);
	}

	/**
	 * The id under which it is in the database, or null if it is not.
	 */
	@Nullable String storedId() {
		return this.storedId;
	}

	boolean isChanged() {
		return this.stale || !this.changed.isEmpty() || !this.id.equals(this.storedId);
	}

	/**
	 * The attributes that were set since, as they are stored; null stands for one that
	 * was removed.
	 */
	Map<String, @Nullable String> changes() {
		Map<String, @Nullable String> changes = new HashMap<>();
		for (String name : this.changed) {
			Object value = this.values.get(name);
			changes.put(name, (value != null) ? SessionAttributes.write(value) : null);
		}
		return changes;
	}

	/**
	 * Notes that all that has changed is stored.
	 */
	void saved() {
		this.changed.clear();
		this.stale = false;
		this.storedId = this.id;
	}

	/**
	 * The name of who is signed in.
	 */
	@Nullable String principal() {
		Object context = getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
		Authentication person = (context instanceof SecurityContext found) ? found.getAuthentication() : null;
		return (person != null) ? person.getName() : null;
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public String changeSessionId() {
		this.id = this.ids.generate();
		return this.id;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T getAttribute(String name) {
		Object value = this.values.get(name);
		String text = this.stored.get(name);
		if (value == null && text != null) {
			value = SessionAttributes.read(text);
			if (value != null) {
				this.values.put(name, value);
			}
		}
		return (T) value;
	}

	@Override
	public Set<String> getAttributeNames() {
		Set<String> names = new HashSet<>(this.stored.keySet());
		names.addAll(this.values.keySet());
		return names;
	}

	@Override
	public void setAttribute(String name, @Nullable Object value) {
		if (value == null) {
			removeAttribute(name);
		}
		else if (!value.equals(getAttribute(name))) {
			this.values.put(name, value);
			this.changed.add(name);
		}
	}

	@Override
	public void removeAttribute(String name) {
		boolean wasStored = this.stored.remove(name) != null;
		if (this.values.remove(name) != null || wasStored) {
			this.changed.add(name);
		}
	}

	@Override
	public Instant getCreationTime() {
		return this.begunAt;
	}

	@Override
	public void setLastAccessedTime(Instant time) {
		this.usedAt = time;
	}

	@Override
	public Instant getLastAccessedTime() {
		return this.usedAt;
	}

	@Override
	public void setMaxInactiveInterval(Duration interval) {
		this.stale = this.stale || !interval.equals(this.idle);
		this.idle = interval;
	}

	@Override
	public Duration getMaxInactiveInterval() {
		return this.idle;
	}

	/**
	 * One that is over is not found in the first place.
	 */
	@Override
	public boolean isExpired() {
		return false;
	}

}
