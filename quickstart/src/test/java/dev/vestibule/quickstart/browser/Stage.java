package dev.vestibule.quickstart.browser;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

import com.microsoft.playwright.Browser;

/**
 * Starts the quickstart and Chromium once for all tests, opens a browser for each visitor
 * and closes it after the test. Of a test that fails it keeps what each visitor saw.
 */
final class Stage implements ExecutionCondition, ParameterResolver, AfterTestExecutionCallback {

	private static final Namespace NAMESPACE = Namespace.create(Stage.class);

	private static final Path FAILURES = Path.of("target", "screens", "failures");

	private static final String MISSING = "Chromium was not found on this machine, so the browser tests are skipped.";

	@Override
	public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
		if (Chromium.find().isPresent()) {
			return ConditionEvaluationResult.enabled("Chromium is there.");
		}
		if ("true".equals(System.getenv("CI"))) {
			throw new IllegalStateException("Chromium was not found, and in CI the browser tests must run.");
		}
		root(context).computeIfAbsent("missing", (key) -> {
			System.out.println(MISSING);
			return key;
		});
		return ConditionEvaluationResult.disabled(MISSING);
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return Set.of(World.class, Visitor.class, Browser.class).contains(parameter.getParameter().getType());
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		// First, since what is started last is closed first.
		Browser browser = root(context).computeIfAbsent(Chromium.class, (type) -> Chromium.start(), Chromium.class)
			.browser();
		World world = root(context).computeIfAbsent(Start.class, (type) -> Start.attempt(), Start.class).world();
		if (parameter.getParameter().getType() == World.class) {
			return world;
		}
		if (parameter.getParameter().getType() == Browser.class) {
			return browser;
		}
		world.fromAnotherSource();
		Visitor visitor = new Visitor(world, browser, !parameter.isAnnotated(NoScript.class));
		visitors(context).open.add(visitor);
		return visitor;
	}

	@Override
	public void afterTestExecution(ExtensionContext context) {
		if (context.getExecutionException().isEmpty()) {
			visitors(context).open.forEach(Visitor::assertPoliciesKept);
		}
		else {
			String name = context.getRequiredTestClass().getSimpleName() + "." + context.getDisplayName();
			visitors(context).open.forEach((visitor) -> visitor
				.screenshot(FAILURES.resolve(name.replaceAll("[^\\w.]", "-") + "-" + visitor.number() + ".png")));
		}
	}

	private static Visitors visitors(ExtensionContext context) {
		return context.getStore(NAMESPACE).computeIfAbsent(Visitors.class, (type) -> new Visitors(), Visitors.class);
	}

	private static Store root(ExtensionContext context) {
		return context.getRoot().getStore(NAMESPACE);
	}

	/**
	 * The one attempt to start the quickstart; each test fails for the same reason when
	 * it did not start.
	 */
	private record Start(CompletableFuture<World> attempted) implements AutoCloseable {

		static Start attempt() {
			try {
				return new Start(CompletableFuture.completedFuture(World.start()));
			}
			catch (RuntimeException ex) {
				return new Start(CompletableFuture.failedFuture(ex));
			}
		}

		World world() {
			return this.attempted.join();
		}

		@Override
		public void close() {
			if (!this.attempted.isCompletedExceptionally()) {
				world().close();
			}
		}

	}

	/**
	 * Those of one test.
	 */
	private static final class Visitors implements AutoCloseable {

		private final List<Visitor> open = new ArrayList<>();

		@Override
		public void close() {
			this.open.forEach(Visitor::close);
		}

	}

}
