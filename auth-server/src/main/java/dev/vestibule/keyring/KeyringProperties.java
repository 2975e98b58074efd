package dev.vestibule.keyring;

import java.nio.file.Path;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the keyring comes from: exactly one of the two.
 *
 * @param keys {@code id:key} entries, the key being 32 bytes in base64url; all are
 * readable, the last one writes
 * @param file a file with one such entry per line; empty lines and lines that begin with
 * {@code #} are passed over
 */
@ConfigurationProperties("vestibule.keyring")
record KeyringProperties(@DefaultValue List<String> keys, @Nullable Path file) {

	@Override
	public String toString() {
		return "KeyringProperties[keys=" + this.keys.size() + ", file=" + this.file + "]";
	}

}
