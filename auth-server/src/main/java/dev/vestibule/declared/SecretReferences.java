package dev.vestibule.declared;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Finds the secrets that documents name and do not contain. Only what was put there for
 * this can be named, so that nobody who may apply a document reads any other variable or
 * file of the server's.
 */
@Component
class SecretReferences {

	static final String PREFIX = "VESTIBULE_SECRET_";

	private static final Pattern VARIABLE = Pattern.compile(PREFIX + "[A-Z0-9_]{1,100}");

	private static final Pattern FILE = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,99}");

	private static final int MAX_BYTES = 8 * 1024;

	private final Environment environment;

	private final @Nullable Path folder;

	SecretReferences(Environment environment, DocumentProperties properties) {
		this.environment = environment;
		this.folder = properties.secrets();
	}

	/**
	 * The secret that is referred to; null if there is no reference, or it was refused.
	 * @param path where it stands
	 * @param refuse told what is wrong, and where
	 */
	@Nullable String resolve(String path, @Nullable Object reference, BiConsumer<String, String> refuse) {
		if (reference == null) {
			return null;
		}
		if (reference instanceof Map<?, ?> map && map.size() == 1) {
			Map.Entry<?, ?> entry = map.entrySet().iterator().next();
			if ("env".equals(entry.getKey()) && entry.getValue() instanceof String name) {
				return variable(path + ".env", name, refuse);
			}
			if ("file".equals(entry.getKey()) && entry.getValue() instanceof String name) {
				return file(path + ".file", name, refuse);
			}
		}
		refuse.accept(path, "must be a reference, {env: " + PREFIX
				+ "…} or {file: …}: a secret that is written out has no place in a document");
		return null;
	}

	private @Nullable String variable(String path, String name, BiConsumer<String, String> refuse) {
		if (!VARIABLE.matcher(name).matches()) {
			refuse.accept(path,
					"must begin with " + PREFIX + ", followed by capitals, digits and _: no other variable is read");
			return null;
		}
		String secret = this.environment.getProperty(name);
		if (secret == null || secret.isEmpty()) {
			refuse.accept(path, "names \"" + name + "\", which is not set at this server");
			return null;
		}
		return secret;
	}

	private @Nullable String file(String path, String name, BiConsumer<String, String> refuse) {
		Path folder = this.folder;
		if (folder == null) {
			refuse.accept(path, "needs the setting vestibule.config.secrets, the folder in which such files are");
			return null;
		}
		if (!FILE.matcher(name).matches()) {
			refuse.accept(path, "must be the name of a file in the folder of vestibule.config.secrets, without a path");
			return null;
		}
		try {
			Path file = folder.resolve(name).toRealPath();
			if (file.startsWith(folder.toRealPath()) && Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES) {
				String secret = Files.readString(file).stripTrailing();
				if (!secret.isEmpty()) {
					return secret;
				}
			}
		}
		catch (IOException ex) {
			// answered below: it is not there, or not for us, or not text
		}
		refuse.accept(path, "names \"" + name
				+ "\", which is not in the folder of vestibule.config.secrets, cannot be read, is empty or larger than 8 KB");
		return null;
	}

}
