package example;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What somebody who can write to the database might put where the server reads objects.
 */
public final class Stranger implements Serializable {

	/**
	 * How often its code ran.
	 */
	public static final AtomicInteger RAN = new AtomicInteger();

	private static final long serialVersionUID = 1L;

	@Serial
	private void readObject(ObjectInputStream objects) throws IOException {
		RAN.incrementAndGet();
	}

}
