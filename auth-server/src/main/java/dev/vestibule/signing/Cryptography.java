package dev.vestibule.signing;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;

import com.nimbusds.jose.JWSProvider;
import org.jspecify.annotations.Nullable;

/**
 * Who computes signatures: Amazon Corretto Crypto Provider where it is there for the
 * platform, since it signs ES256 ten times as fast; the Java platform elsewhere.
 */
final class Cryptography {

	private static final @Nullable Provider CORRETTO = corretto();

	private static final SecureRandom RANDOM = new SecureRandom();

	private Cryptography() {
	}

	/**
	 * The provider to ask; null for the platform's own.
	 */
	static @Nullable Provider provider() {
		return CORRETTO;
	}

	/**
	 * The same, computed by the one who computes.
	 */
	static <T extends JWSProvider> T by(T computing) {
		Provider provider = provider();
		if (provider != null) {
			computing.getJCAContext().setProvider(provider);
		}
		// Without one, each signature would make its own.
		computing.getJCAContext().setSecureRandom(RANDOM);
		return computing;
	}

	/**
	 * Makes keys for it. One of another provider would be translated for each signature,
	 * which takes longer than to sign.
	 */
	static KeyFactory keyFactory(String algorithm) throws NoSuchAlgorithmException {
		Provider provider = provider();
		return (provider != null) ? KeyFactory.getInstance(algorithm, provider) : KeyFactory.getInstance(algorithm);
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
