package dev.vestibule.demo.resourceserver;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The notes of the access token's subject. Who may call it is
 * {@link ResourceServerSecurity}'s business; errors are problem details (RFC 9457) with
 * the {@code field} that is at fault.
 */
@RestController
@RequestMapping("/api/notes")
class NotesApi {

	private static final int MAX_LENGTH = 500;

	private final Notes notes;

	NotesApi(Notes notes) {
		this.notes = notes;
	}

	@GetMapping
	List<Note> list(@AuthenticationPrincipal(expression = "subject") String subject) {
		return this.notes.of(subject);
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Note add(@AuthenticationPrincipal(expression = "subject") String subject, @RequestBody NewNote body) {
		Note note = new Note(body.checkedText(), Instant.now());
		this.notes.add(subject, note);
		return note;
	}

	@ExceptionHandler
	ProblemDetail invalid(ErrorResponseException exception) {
		return exception.getBody();
	}

	@ExceptionHandler
	ProblemDetail unreadable(HttpMessageNotReadableException exception) {
		if (exception.getMostSpecificCause() instanceof StreamConstraintsException) {
			return ProblemDetail.forStatusAndDetail(HttpStatus.CONTENT_TOO_LARGE, "The body is too large.");
		}
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST,
				"The body is not the JSON that is expected: {\"text\": \"...\"}.");
		if (exception.getCause() instanceof DatabindException cause && !cause.getPath().isEmpty()) {
			problem.setProperty("field", cause.getPath().get(0).getPropertyName());
		}
		return problem;
	}

	record NewNote(@Nullable String text) {

		String checkedText() {
			String checked = (this.text != null) ? this.text.strip() : "";
			if (checked.isEmpty()) {
				throw invalid("text must not be empty.");
			}
			if (checked.codePointCount(0, checked.length()) > MAX_LENGTH) {
				throw invalid("text must have at most " + MAX_LENGTH + " characters.");
			}
			return checked;
		}

		private static ErrorResponseException invalid(String detail) {
			ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
			problem.setProperty("field", "text");
			return new ErrorResponseException(HttpStatus.BAD_REQUEST, problem, null);
		}

	}

}
