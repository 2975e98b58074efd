package dev.vestibule.web;

import org.springframework.core.Ordered;

/**
 * An address at which a request's body may be larger than elsewhere.
 *
 * @param path exactly as it is asked for
 */
public record LargeBody(String path, int bytes) {

	/**
	 * Where a filter stands that reads such a body by itself: behind what limits it, and
	 * before the session.
	 */
	public static final int READER_ORDER = Ordered.HIGHEST_PRECEDENCE + 20;

}
