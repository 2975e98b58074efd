package dev.vestibule.transport;

/**
 * The way is out of order, and this is why.
 */
class RefusedException extends Exception {

	private static final long serialVersionUID = 1L;

	private final transient Refusal refusal;

	RefusedException(Refusal refusal) {
		super(refusal.reason());
		this.refusal = refusal;
	}

	Refusal refusal() {
		return this.refusal;
	}

}
