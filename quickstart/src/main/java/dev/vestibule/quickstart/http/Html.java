package dev.vestibule.quickstart.http;

/**
 * Text that is safe in HTML, between tags and in quoted attributes.
 */
public final class Html {

	private Html() {
	}

	public static String escape(String text) {
		return text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replace(">", "&gt;")
			.replace("\"", "&quot;")
			.replace("'", "&#39;");
	}

}
