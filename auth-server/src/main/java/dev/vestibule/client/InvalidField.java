package dev.vestibule.client;

/**
 * One thing that is wrong with what a client was to be registered with.
 *
 * @param field its name in RFC 7591's spelling, with the index for an entry of a list
 * @param detail why, as the rest of a sentence that begins with the field
 */
public record InvalidField(String field, String detail) {

	@Override
	public String toString() {
		return this.field + " " + this.detail;
	}

}
