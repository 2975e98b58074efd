package dev.vestibule.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.util.FileSystemUtils;

/**
 * One run: the servers side by side, measured in turn.
 */
final class Benchmark {

	private static final Path FOLDER = Path.of("benchmark", "target", "run");

	private static final int WARM_UPS = 12;

	/** What is left of a cost when another warm-up is not worth its time. */
	private static final double WARM = 0.97;

	/** How often an administrator looks at each thing. */
	static final int LOOKS = 30;

	private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

	private final Settings settings;

	private final Figures figures = new Figures();

	Benchmark(Settings settings) {
		this.settings = settings;
	}

	void run() throws Exception {
		Machine.requireLinux();
		Wrk.require();
		Machine machine = Machine.here();
		FileSystemUtils.deleteRecursively(FOLDER);
		Files.createDirectories(FOLDER);
		List<AutoCloseable> open = new ArrayList<>();
		try {
			List<Site> sites = prepare(open);
			List<Stand> stands = start(sites, open);
			warmUp(stands);
			measure(stands);
			for (Stand stand : stands) {
				this.figures.add(stand.contender(), "loaded", stand.residentMegabytes());
			}
			if (this.settings.families() > 0) {
				measureFamilies(sites, stands);
			}
			if (this.settings.accounts() > 0) {
				measureAdministration(sites, stands);
			}
			Report report = new Report(this.settings, this.figures, machine, sites.get(0).database().version());
			Path output = this.settings.output();
			Files.createDirectories(output.toAbsolutePath().getParent());
			Files.writeString(output, report.text());
			say("Written to " + output);
		}
		finally {
			close(open);
		}
	}

	private List<Site> prepare(List<AutoCloseable> open) throws IOException, SQLException, InterruptedException {
		List<Site> sites = new ArrayList<>();
		for (Contender contender : this.settings.servers()) {
			say("Preparing " + contender.title());
			Site site = Site.prepare(contender, FOLDER, this.settings, this.settings.most());
			open.add(site);
			sites.add(site);
		}
		return sites;
	}

	/**
	 * Starts each server as often as there are rounds, and leaves it running at last.
	 */
	private List<Stand> start(List<Site> sites, List<AutoCloseable> open)
			throws IOException, SQLException, InterruptedException {
		Wrk wrk = new Wrk(FOLDER);
		List<Stand> stands = new ArrayList<>();
		for (int round = 1; round <= this.settings.rounds(); round++) {
			for (Site site : sites) {
				Node node = site.start();
				this.figures.add(site.contender(), "start", node.startUp().toMillis() / 1e3);
				say("%s started in %.1f s", site.contender().title(), node.startUp().toMillis() / 1e3);
				if (round < this.settings.rounds()) {
					node.close();
				}
				else {
					open.add(node);
					stands.add(new Stand(site, node, wrk, this.settings.most()));
				}
			}
		}
		for (Stand stand : stands) {
			this.figures.add(stand.contender(), "idle", stand.residentMegabytes());
		}
		return stands;
	}

	/**
	 * Whether a refresh costs the same when there are a great many families.
	 */
	private void measureFamilies(List<Site> sites, List<Stand> stands)
			throws IOException, InterruptedException, SQLException {
		for (int i = 0; i < stands.size(); i++) {
			if (stands.get(i).contender() == Contender.VESTIBULE) {
				measureRefresh(stands.get(i), Report.FEW_FAMILIES);
				Families families = new Families(sites.get(i).database());
				for (int written = 0; written < this.settings.families();) {
					written += families.add(Math.min(1_000_000, this.settings.families() - written));
					say("Writing refresh families: %,d of %,d", written, this.settings.families());
				}
				families.settle();
				measureRefresh(stands.get(i), Report.MANY_FAMILIES);
			}
		}
	}

	/**
	 * How long an administrator waits when there are a great many of everything.
	 */
	private void measureAdministration(List<Site> sites, List<Stand> stands)
			throws IOException, InterruptedException, SQLException {
		for (int i = 0; i < stands.size(); i++) {
			if (stands.get(i).contender() == Contender.VESTIBULE) {
				Postgres database = sites.get(i).database();
				say("Writing %,d accounts and what goes with them", this.settings.accounts());
				new Population(database, this.settings.accounts()).write();
				Administration administration = stands.get(i).administration();
				administration.enter();
				for (Map.Entry<String, String> look : administration.looks().entrySet()) {
					Load load = Logins.load(administration.look(look.getValue(), LOOKS), 0, 1);
					say("%6.1f / %6.1f ms %s", load.median(), load.p99(), look.getKey());
					this.figures.addLook(look.getKey(), load);
				}
			}
		}
	}

	private void measureRefresh(Stand stand, String name) throws IOException, InterruptedException, SQLException {
		for (int round = 0; round <= this.settings.rounds(); round++) {
			Measurement measurement = stand.measure(Flow.REFRESH, this.settings.usual(), this.settings.seconds() * 2);
			Usage each = measurement.each();
			say("Refresh with %s: %.3f + %.3f ms", name, each.server(), each.database());
			// The first one fills the caches again.
			if (round > 0) {
				this.figures.add(stand.contender(), name, each.server() + each.database());
				this.figures.add(stand.contender(), name + " rate", measurement.load().perSecond());
			}
		}
	}

	private void warmUp(List<Stand> stands) throws IOException, InterruptedException, SQLException {
		for (Stand stand : stands) {
			for (Flow flow : this.settings.only()) {
				if (stand.contender().does(flow)) {
					warmUp(stand, flow);
				}
			}
		}
	}

	/**
	 * Loads a server until its answers get no cheaper, since what its JVM spends on
	 * compiling would count as theirs.
	 */
	private void warmUp(Stand stand, Flow flow) throws IOException, InterruptedException, SQLException {
		double before = Double.MAX_VALUE;
		for (int time = 1; time <= WARM_UPS; time++) {
			Measurement measurement = stand.measure(flow, this.settings.usual(),
					this.settings.seconds() * 2 * flow.requests());
			require(measurement.load(), stand.contender(), flow);
			double cost = measurement.each().server();
			say("Warming up %s: %s, %.3f ms", stand.contender().title(), flow.title(), cost);
			if (cost > before * WARM) {
				return;
			}
			before = cost;
		}
	}

	private void measure(List<Stand> stands) throws IOException, InterruptedException, SQLException {
		for (int round = 1; round <= this.settings.rounds(); round++) {
			for (Flow flow : this.settings.only()) {
				for (int connections : this.settings.connections(flow)) {
					for (Stand stand : stands) {
						if (stand.contender().does(flow)) {
							measure(round, stand, flow, connections);
						}
					}
				}
			}
		}
	}

	private void measure(int round, Stand stand, Flow flow, int connections)
			throws IOException, InterruptedException, SQLException {
		Measurement measurement = stand.measure(flow, connections, this.settings.seconds(flow));
		Load load = measurement.load();
		Usage each = measurement.each();
		this.figures.add(stand.contender(), flow, connections, measurement);
		say("Round %d of %d: %-26s %-12s ‖%-2d %8.0f/s %8.3f + %.3f ms, %.2f SQL, %.2f commits, %.0f bytes of WAL%s",
				round, this.settings.rounds(), flow.title(), stand.contender().title(), connections, load.perSecond(),
				each.server(), each.database(), each.statements(), each.commits(), each.wal(),
				(load.bad() > 0) ? ", %d ERRORS".formatted(load.bad()) : "");
	}

	private static void require(Load load, Contender contender, Flow flow) {
		if (load.good() == 0) {
			throw new BenchmarkException("%s gave no good answer to %s: see the logs in %s".formatted(contender.title(),
					flow.title(), FOLDER));
		}
	}

	private static void close(List<AutoCloseable> open) throws Exception {
		for (int i = open.size() - 1; i >= 0; i--) {
			open.get(i).close();
		}
	}

	private static void say(String format, Object... values) {
		System.out.println(LocalTime.now().format(CLOCK) + " " + format.formatted(values));
	}

}
