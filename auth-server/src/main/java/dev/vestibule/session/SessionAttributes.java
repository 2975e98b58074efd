package dev.vestibule.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import org.springframework.core.ConfigurableObjectInputStream;
import org.springframework.util.SerializationUtils;

/**
 * What a session keeps, as text. It passes over what another version of the server wrote,
 * since to sign in again is better than to fail until the session ends; and over what no
 * version would write, before it becomes an object.
 */
final class SessionAttributes {

	private static final ObjectInputFilter OURS = ObjectInputFilter.Config.createFilter("""
			maxbytes=65536;maxdepth=20;maxrefs=1000;maxarray=1000;\
			dev.vestibule.**;\
			org.springframework.security.core.context.SecurityContextImpl;\
			org.springframework.security.core.authority.SimpleGrantedAuthority;\
			org.springframework.security.authentication.AbstractAuthenticationToken;\
			java.lang.*;java.time.*;java.util.*;!*""");

	private SessionAttributes() {
	}

	static String write(Object attribute) {
		return Base64.getEncoder().encodeToString(SerializationUtils.serialize(attribute));
	}

	/**
	 * The attribute, or null if it is passed over.
	 */
	static @Nullable Object read(String text) {
		try {
			ObjectInputStream objects = new ConfigurableObjectInputStream(
					new ByteArrayInputStream(Base64.getDecoder().decode(text)),
					SessionAttributes.class.getClassLoader());
			objects.setObjectInputFilter(OURS);
			return objects.readObject();
		}
		catch (IOException | ClassNotFoundException | IllegalArgumentException ex) {
			return null;
		}
	}

}
