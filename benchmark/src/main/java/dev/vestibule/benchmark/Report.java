package dev.vestibule.benchmark;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.boot.SpringBootVersion;
import org.springframework.security.core.SpringSecurityCoreVersion;

/**
 * The figures as a document.
 */
final class Report {

	static final String FEW_FAMILIES = "those of this run";

	static final String MANY_FAMILIES = "many more";

	private static final String NOTHING = "–";

	private final Settings settings;

	private final Figures figures;

	private static final String REQUESTS = """
			# Performance

			Vestibule beside **plain Spring** (Spring Authorization Server as its documentation assembles it on PostgreSQL) and the **floor** (the least that
			a Spring Security filter chain can do for such an answer), measured in turn, so that the ratios mean something on any machine.
			How long [administrators wait](performance-console.md) is measured by itself.
			""";

	private static final String CONSOLE = """
			# Performance of the console and the admin API

			How long an administrator waits for each page and list, searched and filtered, on a server that has been at work for years.
			What its [users and applications](performance.md) ask for is measured by itself.
			""";

	private final Machine machine;

	private final String postgres;

	Report(Settings settings, Figures figures, Machine machine, String postgres) {
		this.settings = settings;
		this.figures = figures;
		this.machine = machine;
		this.postgres = postgres;
	}

	String text() {
		return this.settings.isConsole() ? String.join("\n", CONSOLE, circumstances(), administration())
				: String.join("\n", REQUESTS, circumstances(), costs(), work(), throughput(), families(), memory(),
						errors(), method());
	}

	private String circumstances() {
		return """
				Written by the benchmark; every figure is from one run. To run it again:

				```
				%s
				```

				| | |
				|---|---|
				| date | %s |
				| machine | %d cores of %s, %d GB, %s |
				| load average at the start | %s |
				| Java | %s, `%s` |
				| versions | Spring Boot %s, Spring Security %s, PostgreSQL %s |
				| measured | %s |
				""".formatted(command(), LocalDate.now(ZoneOffset.UTC), this.machine.cores(), this.machine.processor(),
				this.machine.memoryGigabytes(), this.machine.system(), this.machine.load(), this.machine.java(),
				String.join(" ", this.settings.jvm()), SpringBootVersion.getVersion(),
				SpringSecurityCoreVersion.getVersion(), this.postgres,
				this.settings.isConsole() ? "each %d times, one after the other".formatted(Benchmark.LOOKS)
						: "%d rounds of %d s each; medians".formatted(this.settings.rounds(), this.settings.seconds()));
	}

	private static String command() {
		String settings = System.getProperties()
			.stringPropertyNames()
			.stream()
			.filter((name) -> name.startsWith("benchmark.") && !name.equals("benchmark.output"))
			.sorted()
			.map((name) -> "-D" + name + "='" + System.getProperty(name) + "' ")
			.collect(Collectors.joining());
		return "./mvnw -DskipTests package && java " + settings + "-jar benchmark/target/vestibule-benchmark.jar";
	}

	private String costs() {
		int connections = this.settings.usual();
		String rows = flows().map((flow) -> {
			Optional<Double> vestibule = cpu(Contender.VESTIBULE, flow, connections);
			Optional<Double> plain = cpu(Contender.PLAIN, flow, connections);
			Optional<Double> floor = cpu(Contender.FLOOR, flow, connections);
			return row(flow.title(), show("%.3f", vestibule), split(Contender.VESTIBULE, flow, connections),
					show("%.3f", plain), show("%.3f", floor), show("%.1f ×", ratio(plain, vestibule)),
					show("%.1f ×", ratio(vestibule, floor)));
		}).collect(Collectors.joining("\n"));
		return """
				## What a request costs

				Processor time per good answer, server and database together, in milliseconds, with %d connections.

				| work | Vestibule | server + database | plain Spring | floor | plain Spring to Vestibule | Vestibule to the floor |
				|---|---|---|---|---|---|---|
				%s

				Plain Spring signs with RS256 only; that is what both kinds of client credentials are compared with. Its clients' secrets are `{noop}` except where bcrypt is said;
				the others' figures in that row are those of RS256.
				"""
			.formatted(connections, rows);
	}

	private String work() {
		int connections = this.settings.usual();
		String rows = flows().flatMap((flow) -> contenders(flow).map((contender) -> row(flow.title(), contender.title(),
				show("%.2f", each(contender, flow, connections, Usage::statements)),
				show("%.2f", each(contender, flow, connections, Usage::commits)),
				show("%.0f", each(contender, flow, connections, Usage::wal)),
				show("%.2f", each(contender, flow, connections, Usage::rows)))))
			.collect(Collectors.joining("\n"));
		return """
				## What it does to the database

				Per good answer, with %d connections. SQL statements without those that only begin or end a transaction; transactions that wrote something; bytes of write-ahead
				log; rows that stay. What a server does in the background meanwhile counts too.

				| work | server | SQL | commits | WAL | rows |
				|---|---|---|---|---|---|
				%s
				"""
			.formatted(connections, rows);
	}

	private String throughput() {
		List<Integer> connections = this.settings.connections();
		String rows = flows()
			.flatMap((flow) -> contenders(flow)
				.map((contender) -> row(Stream
					.concat(Stream.of(flow.title(), contender.title()), connections.stream()
						.flatMap((count) -> Stream.of(
								show("%.0f",
										this.figures.median(contender, flow, count, (one) -> one.load().perSecond())),
								show("%.1f", this.figures.median(contender, flow, count, (one) -> one.load().median()))
										+ " / "
										+ show("%.1f",
												this.figures.median(contender, flow, count,
														(one) -> one.load().p99())))))
					.toArray(String[]::new))))
			.collect(Collectors.joining("\n"));
		String head = connections.stream().map((count) -> " at " + count + " | ms |").collect(Collectors.joining());
		return """
				## How much of it

				Good answers a second with so many connections, and how long half and 99 of 100 of them took at most, in milliseconds. Server, database and what makes the load share
				the machine.

				| work | server |%s
				|---|---|%s
				%s
				"""
			.formatted(head, "---|---|".repeat(connections.size()), rows);
	}

	private String families() {
		Optional<Double> few = this.figures.median(Contender.VESTIBULE, FEW_FAMILIES);
		Optional<Double> many = this.figures.median(Contender.VESTIBULE, MANY_FAMILIES);
		if (few.isEmpty() || many.isEmpty()) {
			return "";
		}
		return """
				## With many refresh families

				The same refresh, with %d connections, before and after so many families of nobody's were written into the table: milliseconds of processor time
				per good answer, server and database together, and good answers a second.

				| families | ms | a second |
				|---|---|---|
				%s
				%s

				The second is %s of the first.
				"""
			.formatted(this.settings.usual(),
					row(FEW_FAMILIES, show("%.3f", few),
							show("%.0f", this.figures.median(Contender.VESTIBULE, FEW_FAMILIES + " rate"))),
					row("%,d more".formatted(this.settings.families()), show("%.3f", many),
							show("%.0f", this.figures.median(Contender.VESTIBULE, MANY_FAMILIES + " rate"))),
					show("%.2f ×", ratio(many, few)));
	}

	private String administration() {
		String rows = this.figures.looks()
			.entrySet()
			.stream()
			.map((look) -> row("`" + look.getKey() + "`", show("%.1f", Optional.of(look.getValue().median())),
					show("%.1f", Optional.of(look.getValue().p99()))))
			.collect(Collectors.joining("\n"));
		return """
				## How long it takes

				With %,d accounts, %,d clients, %,d events in the audit log, %,d mails, and the counts of 400 days: milliseconds from the request to the whole answer.

				| page or list | half | 99 of 100 |
				|---|---|---|
				%s

				The slowest takes %s ms (half of them).
				"""
			.formatted(this.settings.accounts(), this.settings.accounts() / 100,
					this.settings.accounts() * Population.EVENTS, this.settings.accounts(), rows,
					show("%.0f", this.figures.looks().values().stream().map(Load::median).max(Double::compare)));
	}

	private String memory() {
		String rows = this.settings.servers()
			.stream()
			.map((contender) -> row(contender.title(), show("%.1f", this.figures.median(contender, "start")),
					show("%.0f", this.figures.median(contender, "idle")),
					show("%.0f", this.figures.median(contender, "loaded"))))
			.collect(Collectors.joining("\n"));
		return """
				## Start and memory

				Seconds from starting the process, whose database has its schema, to its first answer; resident megabytes after that and at the end. Vestibule is
				unpacked as in its container image, and from Java 25 has a cache of what a start loads and links, as docs/operations.md describes. The others start as executable jars.

				| server | start | idle | loaded |
				|---|---|---|---|
				%s
				"""
			.formatted(rows);
	}

	private String errors() {
		String rows = flows()
			.flatMap((flow) -> contenders(flow).filter((contender) -> this.figures.errorShare(contender, flow) > 0)
				.map((contender) -> row(flow.title(), contender.title(),
						show("%.3f %%", Optional.of(100 * this.figures.errorShare(contender, flow))))))
			.collect(Collectors.joining("\n"));
		return rows.isEmpty() ? "## Errors\n\nNone: every answer was as expected.\n" : """
				## Errors

				Only good answers count above. The share of others:

				| work | server | errors |
				|---|---|---|
				%s
				""".formatted(rows);
	}

	private String method() {
		return """
				## How it is measured

				- Each server is a process of its own with the same JVM and flags, and has a PostgreSQL of its own (embedded, `fsync` and `synchronous_commit` on) with
				  default settings and `pg_stat_statements`. All are warmed up by the same work first, until it gets no cheaper, and loaded one after the other in each round.
				- wrk makes the load, with one thread; logins are made by a small Java client, five requests each, which keeps a browser's lasting cookies.
				- Processor times are what Linux counts for the server's process, and for all processes of its database. Only answers with the expected status count.
				- The person's password has a hash that costs next to nothing, so that a login's figure is what comes on top of the hash. With plain Spring it is `{noop}`.
				- A login asks for `openid profile email`: an access token, an ID token and a refresh token. A refresh is of an access token alone. With Vestibule both are ES256.
				- Plain Spring's sessions are in the memory of its one process, as its documentation has it, and Vestibule's in the database, so that any node may be killed. Plain
				  Spring's table of authorizations is emptied before each measurement, since it has no index on what it is searched by and slows down as it grows.
				- The floor keeps its clients in memory, makes one signature, and for a refresh executes one `UPDATE … RETURNING`.
				""";
	}

	private Stream<Flow> flows() {
		return this.settings.only().stream();
	}

	private Stream<Contender> contenders(Flow flow) {
		return this.settings.servers().stream().filter((contender) -> contender.does(flow));
	}

	private Optional<Double> cpu(Contender contender, Flow flow, int connections) {
		return each(contender, contender.counterpart(flow), connections, Usage::cpu);
	}

	private String split(Contender contender, Flow flow, int connections) {
		Flow counterpart = contender.counterpart(flow);
		return show("%.3f", each(contender, counterpart, connections, Usage::server)) + " + "
				+ show("%.3f", each(contender, counterpart, connections, Usage::database));
	}

	private Optional<Double> each(Contender contender, Flow flow, int connections, ToDoubleFunction<Usage> figure) {
		return this.figures.median(contender, flow, connections, (one) -> figure.applyAsDouble(one.each()));
	}

	static Optional<Double> ratio(Optional<Double> of, Optional<Double> to) {
		return of.flatMap((dividend) -> to.filter((divisor) -> divisor > 0).map((divisor) -> dividend / divisor));
	}

	private static String show(String format, Optional<Double> figure) {
		return figure.map((value) -> String.format(Locale.ROOT, format, value)).orElse(NOTHING);
	}

	private static String row(String... cells) {
		return "| " + String.join(" | ", cells) + " |";
	}

}
