package dev.vestibule.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.EdDSAProvider;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import org.jspecify.annotations.Nullable;

/**
 * EdDSA with Ed25519 (RFC 8037) by the Java platform, where Nimbus would want a further
 * library.
 */
final class Ed25519 {

	private static final String NAME = "Ed25519";

	/** What stands before the 32 bytes of a public key in X.509 (RFC 8410, section 4). */
	private static final byte[] X509_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

	/**
	 * What stands before the 32 bytes of a private key in PKCS#8 (RFC 8410, section 7).
	 */
	private static final byte[] PKCS8_PREFIX = HexFormat.of().parseHex("302e020100300506032b657004220420");

	private Ed25519() {
	}

	static OctetKeyPair.Builder generate() throws GeneralSecurityException {
		KeyPair pair = KeyPairGenerator.getInstance(NAME).generateKeyPair();
		return new OctetKeyPair.Builder(Curve.Ed25519, withoutPrefix(pair.getPublic().getEncoded(), X509_PREFIX))
			.d(withoutPrefix(pair.getPrivate().getEncoded(), PKCS8_PREFIX));
	}

	static byte[] pkcs8(OctetKeyPair pair) {
		return withPrefix(PKCS8_PREFIX, pair.getDecodedD());
	}

	static JWSSigner signer(byte[] pkcs8) throws GeneralSecurityException {
		return new Signer(KeyFactory.getInstance(NAME).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
	}

	static JWSVerifier verifier(OctetKeyPair publicJwk) throws GeneralSecurityException {
		byte[] x509 = withPrefix(X509_PREFIX, publicJwk.getDecodedX());
		return new Verifier(KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(x509)));
	}

	private static Signature signature(@Nullable Provider provider) throws GeneralSecurityException {
		return (provider != null) ? Signature.getInstance(NAME, provider) : Signature.getInstance(NAME);
	}

	private static Base64URL withoutPrefix(byte[] encoded, byte[] prefix) {
		if (encoded.length != prefix.length + 32
				|| !Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length)) {
			throw new IllegalStateException("this Java platform encodes Ed25519 keys unlike RFC 8410");
		}
		return Base64URL.encode(Arrays.copyOfRange(encoded, prefix.length, encoded.length));
	}

	private static byte[] withPrefix(byte[] prefix, byte[] key) {
		byte[] encoded = Arrays.copyOf(prefix, prefix.length + key.length);
		System.arraycopy(key, 0, encoded, prefix.length, key.length);
		return encoded;
	}

	private static final class Signer extends EdDSAProvider implements JWSSigner {

		private final PrivateKey key;

		Signer(PrivateKey key) {
			this.key = key;
		}

		@Override
		public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
			try {
				Signature signature = signature(getJCAContext().getProvider());
				signature.initSign(this.key);
				signature.update(input);
				return Base64URL.encode(signature.sign());
			}
			catch (GeneralSecurityException ex) {
				throw new JOSEException(ex.getMessage(), ex);
			}
		}

	}

	private static final class Verifier extends EdDSAProvider implements JWSVerifier {

		private final PublicKey key;

		Verifier(PublicKey key) {
			this.key = key;
		}

		@Override
		public boolean verify(JWSHeader header, byte[] input, Base64URL signed) {
			try {
				Signature signature = signature(getJCAContext().getProvider());
				signature.initVerify(this.key);
				signature.update(input);
				return signature.verify(signed.decode());
			}
			catch (GeneralSecurityException ex) {
				// So it is when what is presented has not even a signature's form.
				return false;
			}
		}

	}

}
