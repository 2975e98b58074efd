package dev.vestibule.client;

/**
 * What was granted to clients, which others keep. It ends with its client; where it is
 * much, bit by bit before.
 */
public interface ClientGrants {

	/** Few enough that no lock is held for long. */
	int BATCH = 1000;

	/**
	 * Ends at most {@link #BATCH} of what was granted to a client.
	 * @return how many; fewer if none are left
	 */
	int endSome(String clientId);

	/**
	 * Whether more was granted to a client than is ended at once.
	 */
	boolean areMany(String clientId);

}
