package dev.vestibule.signing;

import java.security.Provider;

import org.jspecify.annotations.Nullable;

/**
 * Who computes signatures: Amazon Corretto Crypto Provider where it is there for the
 * platform, since it signs ES256 ten times as fast; the Java platform elsewhere.
 */
final class Cryptography {

	private static final @Nullable Provider CORRETTO = corretto();

	private Cryptography() {
	}

	/**
	 * The provider to ask; null for the platform's own.
	 */
	static @Nullable Provider provider() {
		return CORRETTO;
	}

	static String description() {
		return (CORRETTO != null) ? CORRETTO.getName() + " " + CORRETTO.getVersionStr()
				: "the Java platform itself: Amazon Corretto Crypto Provider is not there for "
						+ System.getProperty("os.name") + " on " + System.getProperty("os.arch");
	}

	private static @Nullable Provider corretto() {
		try {
			Provider provider = (Provider) Class
				.forName("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider")
				.getField("INSTANCE")
				.get(null);
			// Without its native library it is there, and offers nothing.
			return (provider != null && provider.getService("Signature", "SHA256withECDSA") != null) ? provider : null;
		}
		catch (ReflectiveOperationException | LinkageError ex) {
			return null;
		}
	}

}
