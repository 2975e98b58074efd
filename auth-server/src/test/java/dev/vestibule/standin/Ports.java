package dev.vestibule.standin;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers that must know theirs before they start. They lie below those that a
 * system gives to whoever asks for any and to outgoing connections (from 32768 on Linux,
 * 49152 elsewhere), so that nobody gets one in between.
 */
public final class Ports {

	private static final int FIRST = 10_240;

	private static final int BEHIND = 32_768;

	private static final int TRIES = 100;

	private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

	private Ports() {
	}

	/**
	 * One that nothing listens at, and that was not given before.
	 */
	public static int free() {
		for (int i = 0; i < TRIES; i++) {
			try (ServerSocket socket = new ServerSocket(ThreadLocalRandom.current().nextInt(FIRST, BEHIND))) {
				if (GIVEN.add(socket.getLocalPort())) {
					return socket.getLocalPort();
				}
			}
			catch (IOException ex) {
				// Taken.
			}
		}
		throw new IllegalStateException("No port is free");
	}

}
