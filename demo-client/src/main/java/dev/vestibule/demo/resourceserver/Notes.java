package dev.vestibule.demo.resourceserver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.stereotype.Component;

/**
 * Everybody's notes, by subject and in memory; the oldest go when there are too many.
 */
@Component
class Notes {

	private static final int SUBJECTS = 1_000;

	private static final int NOTES_EACH = 100;

	private final Map<String, List<Note>> bySubject = new LinkedHashMap<>();

	synchronized List<Note> of(String subject) {
		return List.copyOf(this.bySubject.getOrDefault(subject, List.of()));
	}

	synchronized void add(String subject, Note note) {
		List<Note> notes = this.bySubject.computeIfAbsent(subject, (key) -> new ArrayList<>());
		notes.add(note);
		if (notes.size() > NOTES_EACH) {
			notes.remove(0);
		}
		if (this.bySubject.size() > SUBJECTS) {
			this.bySubject.remove(this.bySubject.keySet().iterator().next());
		}
	}

}
