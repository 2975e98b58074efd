package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;

import dev.vestibule.flow.Browser.Page;
import org.assertj.core.api.ThrowingConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A second node of the same issuer while a class of tests runs; the two share nothing but
 * the database.
 */
final class Sibling implements BeforeAllCallback, AfterAllCallback {

	private @Nullable Node node;

	@Override
	public void beforeAll(ExtensionContext context) {
		this.node = FlowTests.NODE.startSibling(FlowTests.DATABASE, FlowTests.MAIL, FlowTests.UPSTREAM.settings());
	}

	@Override
	public void afterAll(ExtensionContext context) {
		node().close();
	}

	Node node() {
		return Objects.requireNonNull(this.node);
	}

	/**
	 * The same so many times at once, by turns on the one node and the other.
	 * @param work given the node, and how many came before
	 */
	<T> List<T> inParallel(int times, BiFunction<Node, Integer, T> work) {
		return inParallel(FlowTests.NODE, node(), times, work);
	}

	/**
	 * A hundred bad ones at once, by turns on the one node and the other, and twenty good
	 * ones between them.
	 */
	void amid(BiFunction<Node, Integer, Page> bad, ThrowingConsumer<Page> whenBad, BiFunction<Node, Integer, Page> good,
			ThrowingConsumer<Page> whenGood) {
		List<Page> pages = inParallel(120, (node, number) -> (isGood(number) ? good : bad).apply(node, number));
		for (int i = 0; i < pages.size(); i++) {
			(isGood(i) ? whenGood : whenBad).accept(pages.get(i));
		}
	}

	// Two of twelve, so that each node has one.
	private static boolean isGood(int number) {
		return number % 12 == 4 || number % 12 == 9;
	}

	static <T> List<T> inParallel(Node one, Node other, int times, BiFunction<Node, Integer, T> work) {
		List<Callable<T>> all = new ArrayList<>();
		for (int i = 0; i < times; i++) {
			Node node = (i % 2 == 0) ? one : other;
			int number = i;
			all.add(() -> work.apply(node, number));
		}
		return FlowTests.inParallel(all);
	}

}
