package dev.vestibule.client;

import java.util.List;

/**
 * A client cannot be registered as asked (RFC 7591, section 3.2.2); it names every bad
 * field.
 */
public class InvalidClientMetadataException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial") // an unmodifiable list of records
	private final List<InvalidField> fields;

	public InvalidClientMetadataException(List<InvalidField> fields) {
		super(String.join("; ", fields.stream().map(InvalidField::toString).toList()));
		this.fields = List.copyOf(fields);
	}

	public List<InvalidField> fields() {
		return this.fields;
	}

}
