package dev.vestibule.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import dev.vestibule.TestDatabase;
import dev.vestibule.flow.Browser.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Fault F4: each write of each step is made to fail once. The step then happened as a
 * whole or not at all, its page says that something went wrong, and the person gets on.
 */
class FailedWritesTests extends SignInFlowTests {

	private static final List<String> TRIGGERS = List.of("""
			CREATE TABLE fault_plan (tbl text, op text, nth integer)
			""", """
			CREATE TABLE fault_seen (tbl text, op text)
			""", """
			CREATE SEQUENCE fault_count
			""", """
			CREATE FUNCTION fault() RETURNS trigger LANGUAGE plpgsql AS $$
			DECLARE
			    plan fault_plan;
			BEGIN
			    SELECT * INTO plan FROM fault_plan;
			    IF plan.nth = 0 THEN
			        INSERT INTO fault_seen VALUES (TG_TABLE_NAME, TG_OP);
			    ELSIF plan.tbl = TG_TABLE_NAME AND plan.op = TG_OP AND nextval('fault_count') = plan.nth THEN
			        RAISE EXCEPTION 'a fault of the test';
			    END IF;
			    RETURN coalesce(NEW, OLD);
			END $$
			""", """
			DO $$
			DECLARE
			    tbl text;
			BEGIN
			    FOR tbl IN SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'
			        AND table_type = 'BASE TABLE' AND table_name !~ '^(fault_|flyway_)' LOOP
			        EXECUTE format('CREATE TRIGGER fault BEFORE INSERT OR UPDATE OR DELETE ON %I
			            FOR EACH ROW EXECUTE FUNCTION fault()', tbl);
			        -- The node works already, and locks tables in an order of its own.
			        COMMIT;
			    END LOOP;
			END $$
			""");

	private static final String WRITES = """
			SELECT tbl, op, generate_series(1, count(*))::integer AS nth FROM fault_seen
			WHERE tbl <> 'scheduled_tasks' OR op = 'INSERT'
			GROUP BY tbl, op ORDER BY tbl, op, nth
			""";

	private static final String SHAPE = """
			SELECT concat_ws(' | ',
			    (SELECT string_agg(concat(a.enabled, a.proof_due_at, a.credential_epoch, md5(a.password_hash) IS NULL), ',')
			        FROM account a WHERE a.email = :email),
			    (SELECT string_agg(i.provider, ',' ORDER BY i.provider)
			        FROM federated_identity i JOIN account a ON a.id = i.account_id WHERE a.email = :email),
			    (SELECT string_agg(concat(c.purpose, c.generation, c.spent_at IS NULL, c.decoy), ',' ORDER BY c.purpose, c.generation)
			        FROM challenge c WHERE c.email = :email),
			    (SELECT count(*) FROM pending_sign_up p WHERE p.email = :email),
			    (SELECT string_agg(m.template, ',' ORDER BY m.template) FROM mail m WHERE m.recipient = :email))
			""";

	private static Node node;

	@BeforeAll
	static void startNode() {
		String database = TestDatabase.create();
		node = Node.start(database, MAIL, UPSTREAM.settings());
		TRIGGERS.forEach((sql) -> node.jdbc().sql(sql).update());
	}

	@AfterAll
	static void stopNode() {
		node.close();
	}

	static Stream<Named<Step>> steps() {
		return Stream.of(Named.of("sign-up", new SignUp()), Named.of("code", new Code()), Named.of("link", new Link()),
				Named.of("resend", new Again()), Named.of("first login with Google", new Google()),
				Named.of("first login with Facebook", new Facebook()), Named.of("sign-in", new SignIn()),
				Named.of("sign-in that links", new SignInToLink()), Named.of("asking for a reset", new Reset()),
				Named.of("reset", new ResetByCode()));
	}

	@ParameterizedTest
	@MethodSource("steps")
	void fault4WhenAnyWriteFailsThenAllOrNothing(Step step) {
		String email = someone().replace("example.com", "gmail.com");
		step.prepare(this, email);
		plan("*", "*", 0);
		assertThat(step.act(this).isRedirect()).isTrue();
		List<Write> writes = writes();
		String after = shape(email);
		assertThat(writes).isNotEmpty();
		List<String> problems = new ArrayList<>();
		for (Write write : writes) {
			try {
				check(step, write, after);
			}
			catch (AssertionError | IllegalStateException ex) {
				problems.add(write + ": " + ex.getMessage());
			}
		}
		assertThat(problems).isEmpty();
	}

	private void check(Step step, Write write, String after) {
		String email = someone().replace("example.com", "gmail.com");
		step.prepare(this, email);
		String before = shape(email);
		plan(write.table(), write.operation(), write.nth());
		Page page = step.act(this);
		plan("", "", 1);
		if (page.isRedirect() && !page.header("Location").contains("error")) {
			assertThat(shape(email)).as("success").isEqualTo(after);
			return;
		}
		if (!page.isRedirect()) {
			assertThat(page.status()).isIn(500, 503);
			assertThat(page.body()).contains("<html").doesNotContain("Exception", "a fault of the test");
		}
		if (write.table().equals("browser_session") && step.mails()) {
			// What is kept of the browser is not part of what happened.
			assertThat(shape(email)).isIn(before, after);
		}
		else {
			assertThat(shape(email)).as("failure").isEqualTo(before);
			Page again = step.act(this);
			assertThat(again.isRedirect()).as("the same form again: " + again.status()).isTrue();
			assertThat(again.header("Location")).doesNotContain("error");
			assertThat(shape(email)).as("the same form again").isEqualTo(after);
		}
		assertThat(step.enter(this)).as("gets on").isTrue();
	}

	private static void plan(String table, String operation, int nth) {
		node.jdbc().sql("DELETE FROM fault_seen").update();
		node.jdbc().sql("DELETE FROM fault_plan").update();
		node.jdbc().sql("ALTER SEQUENCE fault_count RESTART").update();
		node.jdbc().sql("INSERT INTO fault_plan VALUES (?, ?, ?)").params(table, operation, nth).update();
	}

	private static List<Write> writes() {
		List<Write> writes = node.jdbc()
			.sql(WRITES)
			.query((row, number) -> new Write(row.getString("tbl"), row.getString("op"), row.getInt("nth")))
			.list();
		plan("", "", 1);
		return writes;
	}

	private static String shape(String email) {
		return node.jdbc().sql(SHAPE).param("email", email).query(String.class).single();
	}

	record Write(String table, String operation, int nth) {

	}

	/**
	 * One step of a person's way, which can be taken again.
	 */
	abstract static class Step {

		String email = "";

		String subject = "";

		Browser browser = new Browser("");

		Map<String, String> form = Map.of();

		void prepare(FailedWritesTests test, String address) {
			this.email = address;
			this.subject = UUID.randomUUID().toString();
			this.browser = new Browser(node.url());
			prepare(test);
		}

		void prepare(FailedWritesTests test) {
		}

		abstract Page act(FailedWritesTests test);

		/**
		 * Whether it mails something for which the browser then waits.
		 */
		boolean mails() {
			return false;
		}

		/**
		 * Whether the person gets on, by doing it once more or by signing in.
		 */
		boolean enter(FailedWritesTests test) {
			Page page = act(test);
			return page.isRedirect() && !page.header("Location").contains("error") || signsIn(test);
		}

		boolean signsIn(FailedWritesTests test) {
			return test.people.signIn(new Browser(node.url()), this.email).header("Location").equals("/");
		}

		Map<String, String> withToken(String path, Map<String, String> fields) {
			Map<String, String> all = new TreeMap<>(fields);
			all.put("_csrf", this.browser.csrf(path));
			return all;
		}

	}

	static class SignUp extends Step {

		@Override
		void prepare(FailedWritesTests test) {
			this.form = withToken("/signup", form(this.email));
		}

		@Override
		boolean mails() {
			return true;
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/signup", this.form);
		}

		@Override
		boolean enter(FailedWritesTests test) {
			return signUp(this.browser, this.email).header("Location").equals("/verify");
		}

	}

	static class Code extends Step {

		@Override
		void prepare(FailedWritesTests test) {
			signUp(this.browser, this.email);
			this.form = withToken("/verify", Map.of("code", test.code(this.email, 1)));
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/verify", this.form);
		}

	}

	static class Link extends Step {

		@Override
		void prepare(FailedWritesTests test) {
			signUp(this.browser, this.email);
			this.form = withToken("/verify", Map.of("token", token(test.link(this.email, 1))));
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/verify/link", this.form);
		}

	}

	static class Again extends Step {

		@Override
		void prepare(FailedWritesTests test) {
			signUp(this.browser, this.email);
			test.mail(this.email, 1);
			node.jdbc()
				.sql("UPDATE challenge SET asked_at = asked_at - interval '60 seconds' WHERE email = ?")
				.param(this.email)
				.update();
			node.jdbc().sql("DELETE FROM limit_count WHERE id LIKE ?").param("mails%" + this.email + "%").update();
			this.form = withToken("/verify", Map.of());
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/verify/resend", this.form);
		}

		@Override
		boolean enter(FailedWritesTests test) {
			return this.browser.get("/verify").status() == 200;
		}

	}

	static class Google extends Step {

		@Override
		Page act(FailedWritesTests test) {
			return UPSTREAM.google(this.browser, this.subject, Map.of("email", this.email, "email_verified", true));
		}

	}

	static class Facebook extends Step {

		@Override
		Page act(FailedWritesTests test) {
			return UPSTREAM.facebook(this.browser, this.subject, Map.of("email", this.email));
		}

		@Override
		boolean mails() {
			return true;
		}

	}

	static class SignIn extends Step {

		@Override
		void prepare(FailedWritesTests test) {
			test.people.signUp(new Browser(node.url()), this.email);
			this.form = withToken("/login", Map.of("username", this.email, "password", People.PASSWORD));
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/login", this.form);
		}

		@Override
		boolean enter(FailedWritesTests test) {
			return signsIn(test);
		}

	}

	static class SignInToLink extends SignIn {

		@Override
		void prepare(FailedWritesTests test) {
			test.people.signUp(new Browser(node.url()), this.email);
			UPSTREAM.google(this.browser, this.subject, Map.of("email", this.email, "email_verified", true));
			this.form = withToken("/login", Map.of("username", this.email, "password", People.PASSWORD));
		}

	}

	static class Reset extends SignIn {

		@Override
		void prepare(FailedWritesTests test) {
			test.people.signUp(new Browser(node.url()), this.email);
			this.form = withToken("/reset", Map.of("email", this.email));
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/reset", this.form);
		}

		@Override
		boolean mails() {
			return true;
		}

	}

	static class ResetByCode extends Reset {

		@Override
		boolean mails() {
			return false;
		}

		@Override
		void prepare(FailedWritesTests test) {
			super.prepare(test);
			this.browser.post("/reset", this.form);
			this.form = withToken("/reset/code",
					Map.of("code", test.code(this.email, 2), "password", People.PASSWORD + " and more"));
		}

		@Override
		Page act(FailedWritesTests test) {
			return this.browser.post("/reset/code", this.form);
		}

		@Override
		boolean enter(FailedWritesTests test) {
			return signsIn(test) || new Browser(node.url())
				.submit("/login", Map.of("username", this.email, "password", People.PASSWORD + " and more"))
				.header("Location")
				.equals("/");
		}

	}

}
