package dev.vestibule.benchmark;

import java.util.EnumSet;
import java.util.Set;

/**
 * The servers that are measured.
 */
enum Contender {

	/** The product. */
	VESTIBULE("Vestibule", EnumSet.complementOf(EnumSet.of(Flow.BCRYPT))),
	/** Spring Authorization Server, which signs everything with RSA. */
	PLAIN("plain Spring", EnumSet.complementOf(EnumSet.of(Flow.ES256))),
	/** The least that can be done. */
	FLOOR("floor", EnumSet.of(Flow.ES256, Flow.RS256, Flow.REFRESH, Flow.JWKS, Flow.DISCOVERY));

	private final String title;

	private final Set<Flow> flows;

	Contender(String title, Set<Flow> flows) {
		this.title = title;
		this.flows = flows;
	}

	String title() {
		return this.title;
	}

	String id() {
		return name().toLowerCase();
	}

	boolean does(Flow flow) {
		return this.flows.contains(flow);
	}

	/**
	 * What it does that another's flow is compared with: plain Spring knows RS256 only,
	 * and the others know no bcrypt.
	 */
	Flow counterpart(Flow flow) {
		return does(flow) ? flow : switch (flow) {
			case ES256, BCRYPT -> Flow.RS256;
			default -> flow;
		};
	}

}
