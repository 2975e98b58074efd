package dev.vestibule.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Remembers for one request which sessions it has found, begun and ended, so that none is
 * read twice: the session's filter asks again whenever it has saved one.
 */
class SessionsOfRequest extends OncePerRequestFilter {

	private final ThreadLocal<@Nullable Memory> current = new ThreadLocal<>();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		this.current.set(new Memory(new HashMap<>(), new ArrayList<>()));
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.current.remove();
		}
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	Optional<StoredSession> find(String id, Supplier<Optional<StoredSession>> read) {
		Memory memory = this.current.get();
		return (memory != null) ? memory.found().computeIfAbsent(id, (unknown) -> read.get()) : read.get();
	}

	/**
	 * The id under which a session is stored; empty if it is not, or not any more.
	 */
	Optional<String> storedId(String id) {
		Memory memory = this.current.get();
		if (memory == null) {
			return Optional.of(id);
		}
		return memory.found()
			.values()
			.stream()
			.flatMap(Optional::stream)
			.filter((session) -> session.getId().equals(id))
			.findFirst()
			.map(StoredSession::storedId);
	}

	/**
	 * From here on there is this session under the id, or none.
	 */
	void put(String id, @Nullable StoredSession session) {
		Memory memory = this.current.get();
		if (memory != null) {
			memory.found().put(id, Optional.ofNullable(session));
		}
	}

	/**
	 * Has the next session that begins in this request be one that is stored already.
	 */
	void prepare(StoredSession session) {
		Memory memory = this.current.get();
		if (memory == null) {
			throw new IllegalStateException("outside of a request nobody is signed in");
		}
		memory.prepared().add(session);
	}

	Optional<StoredSession> prepared() {
		Memory memory = this.current.get();
		return (memory == null || memory.prepared().isEmpty()) ? Optional.empty()
				: Optional.of(memory.prepared().remove(0));
	}

	private record Memory(Map<String, Optional<StoredSession>> found, List<StoredSession> prepared) {

	}

}
