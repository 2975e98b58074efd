package dev.vestibule.session;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ConfigurableObjectInputStream;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.core.serializer.support.DeserializingConverter;
import org.springframework.core.serializer.support.SerializationFailedException;
import org.springframework.core.serializer.support.SerializingConverter;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.stereotype.Component;

/**
 * Fits Spring Session's repository to PostgreSQL and to us: a session ends at its
 * absolute age whatever is done, and requests of one session do not fail each other.
 */
@Component
class BrowserSessions implements SessionRepositoryCustomizer<JdbcIndexedSessionRepository> {

	private static final String GET = """
			SELECT s.primary_id, s.session_id, s.creation_time, s.last_access_time, s.max_inactive_interval,
				a.attribute_name, a.attribute_bytes
			FROM spring_session s LEFT JOIN spring_session_attributes a ON a.session_primary_id = s.primary_id
			WHERE s.session_id = ? AND s.creation_time > extract(epoch FROM now()) * 1000 - %d
			""";

	/**
	 * Two requests may add the same attribute at once, and a third may end the session
	 * meanwhile: neither is an error.
	 */
	private static final String ADD_ATTRIBUTE = """
			INSERT INTO spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
			SELECT s.primary_id, added.name, added.bytes
			FROM (VALUES (?::text, ?::text, ?::bytea)) AS added (primary_id, name, bytes)
			JOIN spring_session s ON s.primary_id = added.primary_id
			FOR KEY SHARE OF s
			ON CONFLICT (session_primary_id, attribute_name) DO UPDATE SET attribute_bytes = excluded.attribute_bytes
			""";

	private final BrowserSessionProperties properties;

	BrowserSessions(BrowserSessionProperties properties) {
		this.properties = properties;
	}

	@Override
	public void customize(JdbcIndexedSessionRepository repository) {
		repository.setDefaultMaxInactiveInterval(this.properties.anonymous());
		repository.setGetSessionQuery(GET.formatted(this.properties.absolute().toMillis()));
		repository.setCreateSessionAttributeQuery(ADD_ATTRIBUTE);
		repository.setConversionService(conversion());
		// Spring Session's own purge is one unbounded DELETE: see the package of purges.
		repository.setCleanupCron(Scheduled.CRON_DISABLED);
	}

	private static GenericConversionService conversion() {
		GenericConversionService conversion = new GenericConversionService();
		conversion.addConverter(Object.class, byte[].class, new SerializingConverter());
		conversion.addConverter(new Reading());
		return conversion;
	}

	/**
	 * Passes over what another version of the server wrote, since to sign in again is
	 * better than to fail until the session ends; and over what no version would write,
	 * before it becomes an object.
	 */
	private static final class Reading implements GenericConverter {

		private static final ObjectInputFilter OURS = ObjectInputFilter.Config.createFilter("""
				maxbytes=65536;maxdepth=20;maxrefs=1000;maxarray=1000;\
				dev.vestibule.**;\
				org.springframework.security.core.context.SecurityContextImpl;\
				org.springframework.security.core.authority.SimpleGrantedAuthority;\
				org.springframework.security.authentication.AbstractAuthenticationToken;\
				org.springframework.security.web.csrf.DefaultCsrfToken;\
				java.lang.*;java.time.*;java.util.*;!*""");

		private final DeserializingConverter delegate = new DeserializingConverter(Reading::read);

		private static Object read(InputStream bytes) throws IOException {
			ObjectInputStream objects = new ConfigurableObjectInputStream(bytes,
					BrowserSessions.class.getClassLoader());
			objects.setObjectInputFilter(OURS);
			try {
				return objects.readObject();
			}
			catch (ClassNotFoundException ex) {
				throw new IOException(ex);
			}
		}

		@Override
		public Set<ConvertiblePair> getConvertibleTypes() {
			return Set.of(new ConvertiblePair(byte[].class, Object.class));
		}

		@Override
		public @Nullable Object convert(@Nullable Object source, TypeDescriptor from, TypeDescriptor to) {
			try {
				return (source instanceof byte[] bytes) ? this.delegate.convert(bytes) : null;
			}
			catch (SerializationFailedException ex) {
				return null;
			}
		}

	}

}
