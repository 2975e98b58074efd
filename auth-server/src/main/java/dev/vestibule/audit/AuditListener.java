package dev.vestibule.audit;

/**
 * Is told what is recorded, within the transaction that records it.
 */
public interface AuditListener {

	/**
	 * Whether to be told of events of a kind. It is asked for each event, and so answers
	 * from memory.
	 */
	boolean wants(String kind);

	void recorded(AuditRecord event);

}
