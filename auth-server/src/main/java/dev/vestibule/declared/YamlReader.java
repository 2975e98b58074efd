package dev.vestibule.declared;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.vestibule.admin.ProblemException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads one YAML document that is nothing but objects, lists, texts, numbers and
 * {@code true} or {@code false}: no anchors and aliases, no tags, no name twice. Which
 * text is no text follows YAML 1.2, so that {@code no} is one.
 */
final class YamlReader {

	private static final int MAX_DEPTH = 20;

	private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

	private final String file;

	private final Map<String, ? extends @Nullable Object> before;

	private final Map<String, String> places;

	/**
	 * Creates a reader.
	 * @param file what places begin with
	 * @param before what the lists of this document come behind
	 * @param places where the line of each path is written down
	 */
	YamlReader(String file, Map<String, ? extends @Nullable Object> before, Map<String, String> places) {
		this.file = file;
		this.before = before;
		this.places = places;
	}

	Map<String, @Nullable Object> read(byte[] bytes) {
		try {
			String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
			return read(text.startsWith("\uFEFF") ? text.substring(1) : text);
		}
		catch (CharacterCodingException ex) {
			throw Document.refused(this.file + "the document", "is not UTF-8");
		}
		catch (MarkedYAMLException ex) {
			throw refused(ex.getProblemMark(), "cannot be read: \"" + ex.getProblem() + "\"");
		}
		catch (YAMLException ex) {
			throw Document.refused(this.file + "the document", "is not YAML, or is nested too deeply");
		}
	}

	private Map<String, @Nullable Object> read(String text) {
		LoaderOptions options = new LoaderOptions();
		options.setNestingDepthLimit(MAX_DEPTH);
		options.setCodePointLimit(Document.MAX_BYTES);
		Yaml yaml = new Yaml(options);
		yaml.parse(new StringReader(text)).forEach(this::check);
		Node root = yaml.compose(new StringReader(text));
		if (root == null) {
			return new LinkedHashMap<>();
		}
		if (root instanceof MappingNode object) {
			return object(object, "");
		}
		throw refused(root.getStartMark(), "is no object: a document begins with version: 1");
	}

	private void check(Event event) {
		if (event instanceof NodeEvent node && node.getAnchor() != null) {
			throw refused(event.getStartMark(), (event instanceof AliasEvent) ? "has an alias, which is not permitted"
					: "has an anchor, which is not permitted");
		}
		if (event instanceof ScalarEvent scalar && scalar.getTag() != null
				|| event instanceof CollectionStartEvent collection && collection.getTag() != null) {
			throw refused(event.getStartMark(), "has a tag, which is not permitted");
		}
	}

	private Map<String, @Nullable Object> object(MappingNode node, String path) {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		for (NodeTuple entry : node.getValue()) {
			if (!(entry.getKeyNode() instanceof ScalarNode key)) {
				throw refused(entry.getKeyNode().getStartMark(), "has a name that is no text");
			}
			String name = key.getValue();
			String at = path.isEmpty() ? name : path + "." + name;
			this.places.put(at, place(key.getStartMark()));
			if (object.containsKey(name)) {
				throw refused(key.getStartMark(), "has a name that is there already");
			}
			object.put(name, value(entry.getValueNode(), at));
		}
		return object;
	}

	private @Nullable Object value(Node node, String path) {
		if (node instanceof MappingNode object) {
			return object(object, path);
		}
		return (node instanceof SequenceNode list) ? list(list, path) : scalar((ScalarNode) node);
	}

	private List<@Nullable Object> list(SequenceNode node, String path) {
		int first = (this.before.get(path) instanceof List<?> list) ? list.size() : 0;
		List<@Nullable Object> list = new ArrayList<>();
		for (Node entry : node.getValue()) {
			String at = path + "[" + (first + list.size()) + "]";
			this.places.put(at, place(entry.getStartMark()));
			list.add(value(entry, at));
		}
		return list;
	}

	private static @Nullable Object scalar(ScalarNode node) {
		String text = node.getValue();
		if (node.getScalarStyle() != ScalarStyle.PLAIN) {
			return text;
		}
		if (text.isEmpty() || text.equals("~") || text.equals("null")) {
			return null;
		}
		if (text.equals("true") || text.equals("false")) {
			return Boolean.valueOf(text);
		}
		if (NUMBER.matcher(text).matches()) {
			long number = Long.parseLong(text);
			return (number == (int) number) ? (Object) (int) number : (Object) number;
		}
		return text;
	}

	private ProblemException refused(@Nullable Mark mark, String detail) {
		return Document.refused((mark != null) ? place(mark) : this.file + "the document", detail);
	}

	private String place(Mark mark) {
		return this.file + "line " + (mark.getLine() + 1);
	}

}
