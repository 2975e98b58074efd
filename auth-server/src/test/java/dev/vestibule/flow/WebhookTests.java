package dev.vestibule.flow;

import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import dev.vestibule.audit.AuditEvent;
import dev.vestibule.audit.AuditLog;
import dev.vestibule.flow.Browser.Page;
import dev.vestibule.flow.Hook.Call;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What administrators register is told what happens, whatever becomes of it and of us
 * meanwhile.
 */
class WebhookTests extends FlowTests {

	private static final Path DOCUMENT = Path.of("../docs/webhooks.md");

	@RegisterExtension
	static final Sibling SIBLING = new Sibling();

	@TempDir
	static Path classes;

	/** The receiver that the document tells people to copy. */
	private static Method verify;

	private final Hook hook = new Hook();

	/** Of events that happen in one test alone. */
	private final String kind = "test-" + UUID.randomUUID().toString().substring(0, 8);

	private final AdminCaller admin = AdminCaller.cli(NODE);

	@BeforeAll
	static void compileTheDocumentsReceiver() throws Exception {
		Matcher code = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
		assertThat(code.find()).isTrue();
		Path source = Files.writeString(classes.resolve("WebhookVerifier.java"), code.group(1));
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertThat(compiler.run(null, null, null, "-proc:none", "-d", classes.toString(), source.toString())).isZero();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() })) {
			verify = loader.loadClass("WebhookVerifier")
				.getMethod("verify", String.class, String.class, String.class, String.class, byte[].class);
		}
	}

	@AfterEach
	void close() {
		this.hook.close();
		NODE.jdbc().sql("DELETE FROM webhook").update();
	}

	@Test
	void registerThenEventsArriveSignedAndTheSecretIsNeverShownAgain() {
		Page created = register("account.created");
		assertThat(created.status()).isEqualTo(201);
		String secret = RelyingApp.field(created, "secret");
		assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
		String path = "/webhooks/" + id(created);
		assertThat(this.admin.get(path).body()).doesNotContain("whsec_");
		assertThat(this.admin.get("/webhooks").body()).contains(this.hook.url()).doesNotContain("whsec_");
		assertThat(this.admin.get("/audit?kind=webhook.created&limit=1").body()).contains(this.hook.url())
			.doesNotContain("whsec_");

		signedIn(someone());
		Call call = awaitCalls(1).get(0);
		JsonNode payload = JsonMapper.shared().readTree(call.body());
		assertThat(payload.get("type").asString()).isEqualTo("account.created");
		JsonNode event = RelyingApp.json(this.admin.get("/audit?kind=account.created&limit=1")).at("/events/0");
		assertThat(payload.get("data")).isEqualTo(event);
		assertThat(verified(secret, call)).isTrue();
		assertThat(status(path).get("state").asString()).isEqualTo("active");
		JsonNode delivery = delivery(path, "delivered");
		assertThat(delivery.get("id").asString()).isEqualTo(call.id());
		assertThat(delivery.get("status").asInt()).isEqualTo(204);
	}

	@Test
	void verifyWhenForgedTamperedOrOldThenRefused() {
		String secret = RelyingApp.field(register(this.kind), "secret");
		happens();
		Call call = awaitCalls(1).get(0);
		assertThat(verified(secret, call)).isTrue();
		String other = RelyingApp.field(this.admin.post("/webhooks", body("https://other.example/", "x.y")), "secret");
		assertThat(verified(other, call)).as("another's secret").isFalse();
		assertThat(verified(secret, new Call("", call.id(), call.timestamp(), call.signature(), "{}".getBytes())))
			.as("another body")
			.isFalse();
		assertThat(verified(secret, new Call("", "x", call.timestamp(), call.signature(), call.body())))
			.as("another id")
			.isFalse();
		String later = String.valueOf(Long.parseLong(call.timestamp()) + 1);
		assertThat(verified(secret, new Call("", call.id(), later, call.signature(), call.body()))).as("another time")
			.isFalse();
		assertThat(verified(secret, new Call("", call.id(), call.timestamp(), "v1,AAAA v1a,x", call.body()))).isFalse();
		assertThat(verified(secret, new Call("", call.id(), "1790000000", call.signature(), call.body()))).isFalse();
	}

	@Test
	void secretWhenReplacedThenSignedWithBothForAWhile() {
		Page created = register(this.kind);
		String path = "/webhooks/" + id(created);
		String first = RelyingApp.field(created, "secret");
		String second = RelyingApp.field(this.admin.post(path + "/secret"), "secret");
		happens();
		Call both = awaitCalls(1).get(0);
		assertThat(verified(first, both)).isTrue();
		assertThat(verified(second, both)).isTrue();
		String third = RelyingApp.field(this.admin.post(path + "/secret", "{\"previous_secret_expires_in\": 0}"),
				"secret");
		happens();
		Call last = awaitCalls(2).get(1);
		assertThat(verified(first, last)).isFalse();
		assertThat(verified(second, last)).isFalse();
		assertThat(verified(third, last)).isTrue();
		assertThat(NODE.jdbc().sql("SELECT encode(secret, 'base64') FROM webhook_secret").query(String.class).list())
			.noneMatch((stored) -> stored.contains(third.substring(6, 30)));
	}

	@Test
	void deliverWhenEventsHappenOnTwoNodesThenEachOnceAndInOrder() {
		String path = "/webhooks/" + id(register(this.kind + ".*"));
		withinASecond(() -> assertThat(this.admin.at(SIBLING.node()).get(path).status()).isEqualTo(200));
		SIBLING.inParallel(60, (node, number) -> {
			node.bean(AuditLog.class).record(AuditEvent.success(this.kind + ".e" + number));
			return number;
		});
		assertThat(awaitCalls(60)).extracting(Call::id).doesNotHaveDuplicates();
		for (int i = 0; i < 20; i++) {
			Node node = (i % 2 == 0) ? NODE : SIBLING.node();
			node.bean(AuditLog.class).record(AuditEvent.success(this.kind + ".f" + i));
		}
		assertThat(awaitCalls(80).subList(60, 80)).extracting(Call::id)
			.isEqualTo(NODE.jdbc()
				.sql("SELECT id::text FROM webhook_delivery WHERE kind LIKE ? ORDER BY number")
				.param(this.kind + ".f%")
				.query(String.class)
				.list());
		Awaitility.await().until(() -> status(path).get("waiting").asInt() == 0);
		assertThat(this.hook.calls).hasSize(80);
	}

	@Test
	void eventWhenRolledBackThenNobodyIsTold() {
		register(this.kind + ".*");
		NODE.bean(TransactionTemplate.class).executeWithoutResult((status) -> {
			NODE.bean(AuditLog.class).record(AuditEvent.success(this.kind + ".undone"));
			status.setRollbackOnly();
		});
		NODE.bean(AuditLog.class).record(AuditEvent.success(this.kind + ".done"));
		assertThat(awaitCalls(1)).singleElement()
			.satisfies((call) -> assertThat(JsonMapper.shared().readTree(call.body()).get("type").asString())
				.endsWith(".done"));
	}

	/**
	 * The receiver has it, and we do not know: the same comes again.
	 */
	@Test
	void deliverWhenTheAnswerIsLostOrTheNodeDiesThenTheSameAgain() {
		String path = "/webhooks/" + id(register(this.kind));
		this.hook.answers((exchange) -> {
			// closed without an answer
		});
		happens();
		awaitCalls(1);
		Awaitility.await().until(() -> status(path).get("state").asString().equals("retrying"));
		this.hook.answers(204);
		aWhileLater();
		assertThat(awaitCalls(2)).extracting(Call::id).containsOnly(this.hook.calls.get(0).id());
		assertThat(this.hook.calls.get(1).body()).isEqualTo(this.hook.calls.get(0).body());
		Awaitility.await().until(() -> status(path).get("state").asString().equals("active"));

		// As a node leaves it that dies between the call and what it writes down.
		NODE.jdbc()
			.sql("UPDATE webhook_delivery SET state = 'queued', delivered_at = NULL, next_attempt_at = now() WHERE id = ?::uuid")
			.param(this.hook.calls.get(0).id())
			.update();
		assertThat(awaitCalls(3)).extracting(Call::id).containsOnly(this.hook.calls.get(0).id());
	}

	@Test
	void deliverWhenReceiverIsDownThenTriedAgainAndInOrderWhenItIsBack() {
		String path = "/webhooks/" + id(register(this.kind));
		this.hook.answers(503);
		happens();
		awaitCalls(1);
		happens();
		Awaitility.await().until(() -> status(path).get("waiting").asInt() == 2);
		JsonNode status = status(path);
		assertThat(status.get("state").asString()).isEqualTo("retrying");
		assertThat(status.get("failures").asInt()).isPositive();
		assertThat(status.get("reason").asString()).isEqualTo("The receiver refused it.");
		assertThat(status.get("next_attempt_at").asLong()).isGreaterThan(status.get("last_attempt_at").asLong());
		assertThat(delivery(path, "retrying").get("status").asInt()).isEqualTo(503);
		this.hook.answers(204);
		aWhileLater();
		awaitCalls(3);
		assertThat(this.hook.ids().get(1)).isEqualTo(this.hook.ids().get(0));
		Awaitility.await().until(() -> status(path).get("state").asString().equals("active"));
	}

	@Test
	void deliverWhenReceiverIsSlowThenNobodyElseWaits() {
		CountDownLatch end = new CountDownLatch(1);
		this.hook.answers((exchange) -> {
			try {
				end.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		String path = "/webhooks/" + id(register(this.kind));
		try (Hook other = new Hook()) {
			this.admin.post("/webhooks", body(other.url(), this.kind));
			happens();
			Awaitility.await().atMost(Duration.ofSeconds(4)).until(() -> other.calls.size() == 1);
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> status(path).path("reason").asString("").equals("The receiver did not answer in time."));
			assertThat(other.calls).hasSize(1);
		}
		finally {
			end.countDown();
		}
	}

	@Test
	void attack27WhenReceiverRedirectsThenNotFollowed() {
		String path = "/webhooks/" + id(register(this.kind));
		this.hook.answers((exchange) -> {
			exchange.getResponseHeaders().set("Location", "/canary");
			exchange.sendResponseHeaders(307, -1);
		});
		happens();
		Awaitility.await().until(() -> status(path).path("reason").asString("").contains("redirects"));
		assertThat(this.hook.calls).extracting(Call::path).doesNotContain("/canary");
		assertThat(delivery(path, "retrying").get("status").asInt()).isEqualTo(307);
	}

	@Test
	void attack27WhenReceiverIsInsideThenNotCalled() {
		String path = "/webhooks/" + id(this.admin.post("/webhooks", body("https://169.254.169.254/meta", this.kind)));
		happens();
		Awaitility.await().until(() -> status(path).path("reason").asString("").contains("may not be called"));
	}

	@Test
	void deliverWhenReceiverIsGoneThenDisabled() {
		Page created = register(this.kind);
		String path = "/webhooks/" + id(created);
		this.hook.answers(410);
		happens();
		Awaitility.await().until(() -> status(path).get("state").asString().equals("disabled"));
		assertThat(delivery(path, "failed").get("status").asInt()).isEqualTo(410);
		assertThat(this.admin.get("/audit?kind=webhook.disabled&limit=1").body()).contains(id(created));
		assertThat(this.admin.post(path + "/test").status()).isEqualTo(409);
		Awaitility.await().until(this::passesUntold);
		assertThat(this.admin.patch(path, "{\"enabled\": true}").status()).isEqualTo(200);
		this.hook.answers(204);
		assertThat(this.admin.post(path + "/test").status()).isEqualTo(202);
		Awaitility.await()
			.until(() -> this.hook.calls.stream()
				.map((call) -> JsonMapper.shared().readTree(call.body()).get("type").asString())
				.anyMatch("webhook.test"::equals));
	}

	@Test
	void deliverWhenNotTakenForADayThenGivenUpUntilSentAgain() {
		String path = "/webhooks/" + id(register(this.kind));
		this.hook.answers(500);
		happens();
		awaitCalls(1);
		Awaitility.await().until(() -> status(path).get("state").asString().equals("retrying"));
		NODE.jdbc().sql("UPDATE webhook_delivery SET queued_at = now() - interval '25 hours'").update();
		aWhileLater();
		Awaitility.await().until(() -> status(path).get("state").asString().equals("failing"));
		assertThat(this.admin.get("/audit?kind=webhook.failing&limit=1").body()).contains(path.substring(10));
		String delivery = path + "/deliveries/" + delivery(path, "failed").get("id").asString();
		this.hook.answers(204);
		assertThat(this.admin.post(delivery + "/redeliver").status()).isEqualTo(202);
		assertThat(awaitCalls(3)).extracting(Call::id).containsOnly(this.hook.ids().get(0));
		Awaitility.await().until(() -> status(path).get("state").asString().equals("active"));
		assertThat(RelyingApp.field(this.admin.get(delivery), "payload"))
			.isEqualTo(new String(this.hook.calls.get(0).body(), StandardCharsets.UTF_8));
		assertThat(this.admin.get(path + "/deliveries/" + UUID.randomUUID()).status()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://hooks.example/", "https://hooks.example/#a", "https://a:b@hooks.example/",
			"ftp://hooks.example/", "https://*.example/", "javascript:alert(1)", "com.example.app:/x", "" })
	void registerWhenAddressIsBadThenNamed(String url) {
		Page refused = this.admin.post("/webhooks", body(url, this.kind));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(AdminCaller.flaws(refused)).containsExactly("url");
	}

	@ParameterizedTest
	@CsvSource({ "Account.created,kinds[0]", "a..b,kinds[0]", "*.created,kinds[0]", "a*,kinds[0]", "'',kinds[0]" })
	void registerWhenKindIsBadThenNamed(String bad, String field) {
		Page refused = this.admin.post("/webhooks", body(this.hook.url(), bad));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(AdminCaller.flaws(refused)).contains(field);
	}

	@Test
	void changeThenByVersionAndInForceOnEveryNode() {
		Page created = register(this.kind);
		String path = "/webhooks/" + id(created);
		assertThat(this.admin.send("PATCH", path, "{\"enabled\": false}").status()).isEqualTo(428);
		happens();
		awaitCalls(1);
		Awaitility.await().until(() -> status(path).has("last_delivered_at"));
		Page shown = this.admin.get(path);
		assertThat(shown.header("ETag")).as("how deliveries go is no change").isEqualTo(created.header("ETag"));
		Page changed = this.admin.send("PATCH", path, shown.body().replace(this.kind, this.kind + ".other"), "If-Match",
				shown.header("ETag"));
		assertThat(changed.status()).isEqualTo(200);
		Page late = this.admin.send("PATCH", path, "{\"enabled\": false}", "If-Match", shown.header("ETag"));
		assertThat(late.status()).isEqualTo(412);
		withinASecond(() -> {
			happens();
			SIBLING.node().bean(AuditLog.class).record(AuditEvent.success(this.kind));
			SIBLING.node().bean(AuditLog.class).record(AuditEvent.success(this.kind + ".other"));
		});
		awaitCalls(2);
		assertThat(this.hook.calls).hasSize(2);
		assertThat(this.admin.delete(path).status()).isEqualTo(204);
		assertThat(this.admin.get(path).status()).isEqualTo(404);
		assertThat(this.admin.get(path + "/deliveries").status()).isEqualTo(404);
	}

	@Test
	void registerWhenThereAreTooManyThenRefused() {
		List<Integer> answers = new ArrayList<>();
		for (int i = 0; i < 21; i++) {
			answers.add(this.admin.post("/webhooks", body("https://hooks.example/" + i, this.kind)).status());
		}
		assertThat(answers.subList(0, 20)).containsOnly(201);
		assertThat(answers.get(20)).isEqualTo(409);
		List<String> urls = new ArrayList<>();
		for (String cursor = ""; cursor != null;) {
			JsonNode page = RelyingApp.json(this.admin.get("/webhooks?limit=7&cursor=" + cursor));
			page.get("webhooks").forEach((webhook) -> urls.add(webhook.get("url").asString()));
			cursor = page.has("next") ? page.get("next").asString() : null;
		}
		assertThat(urls).hasSize(20).doesNotHaveDuplicates().isSorted();
	}

	private Page register(String kind) {
		Page created = this.admin.post("/webhooks", body(this.hook.url(), kind));
		assertThat(created.status()).as(created.body()).isEqualTo(201);
		return created;
	}

	private static String body(String url, String kind) {
		return "{\"url\": \"%s\", \"kinds\": [\"%s\"]}".formatted(url, kind);
	}

	private void happens() {
		NODE.bean(AuditLog.class).record(AuditEvent.success(this.kind));
	}

	/** Whether nothing is written down when it happens now. */
	private boolean passesUntold() {
		long before = told();
		happens();
		return told() == before;
	}

	private long told() {
		return NODE.jdbc()
			.sql("SELECT count(*) FROM webhook_delivery WHERE kind = ?")
			.param(this.kind)
			.query(Long.class)
			.single();
	}

	/** Whatever waits for another attempt has waited long enough. */
	private static void aWhileLater() {
		NODE.jdbc().sql("UPDATE webhook_delivery SET next_attempt_at = now()").update();
		NODE.jdbc().sql("UPDATE webhook SET resume_at = now()").update();
	}

	private List<Call> awaitCalls(int count) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> this.hook.calls.size() >= count);
		return List.copyOf(this.hook.calls);
	}

	private JsonNode status(String path) {
		return RelyingApp.json(this.admin.get(path)).get("status");
	}

	private JsonNode delivery(String path, String state) {
		Awaitility.await()
			.until(() -> RelyingApp.json(this.admin.get(path + "/deliveries?state=" + state))
				.get("deliveries")
				.size() == 1);
		return RelyingApp.json(this.admin.get(path + "/deliveries?state=" + state)).at("/deliveries/0");
	}

	private static String id(Page webhook) {
		return RelyingApp.field(webhook, "id");
	}

	private static boolean verified(String secret, Call call) {
		try {
			return (boolean) verify.invoke(null, secret, call.id(), call.timestamp(), call.signature(), call.body());
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
