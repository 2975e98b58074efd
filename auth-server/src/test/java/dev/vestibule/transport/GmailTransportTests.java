package dev.vestibule.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

import dev.vestibule.transport.GoogleStandIn.Answer;
import dev.vestibule.transport.Refusal.Kind;
import dev.vestibule.transport.RefreshTokens.Granted;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.vestibule.transport.GoogleStandIn.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class GmailTransportTests {

	private static final GoogleStandIn GOOGLE = new GoogleStandIn();

	private static final Letter LETTER = new Letter("7e2f.1", "ann@example.com", Locale.KOREAN, Instant.now(), "인증 코드",
			"123456\n", "<p>123456 — ¡olé!</p>", null, null);

	@TempDir
	private static Path folder;

	@AfterAll
	static void close() {
		GOOGLE.close();
	}

	@BeforeEach
	void obliging() {
		GOOGLE.obliging();
	}

	@Test
	void sendWhenRefreshTokenThenTheMessageAsItWasWritten() throws Exception {
		assertThat(send(LETTER, byRefreshToken())).isEmpty();
		MimeMessage mail = GOOGLE.sent().get(0);
		assertThat(mail.getMessageID()).isEqualTo("<7e2f.1@login.example>");
		assertThat(mail.getRecipients(RecipientType.TO)).extracting(Object::toString)
			.containsExactly("ann@example.com");
		assertThat(mail.getFrom()[0]).hasToString("no-reply@login.example");
		assertThat(mail.getSubject()).isEqualTo("인증 코드");
		assertThat((String) ((MimeMultipart) mail.getContent()).getBodyPart(1).getContent())
			.isEqualTo("<p>123456 — ¡olé!</p>");
		assertThat(mail.getHeader("List-Unsubscribe")).isNull();
	}

	@Test
	void sendWhenSentAgainThenSameMessageId() throws Exception {
		assertThat(send(LETTER, byRefreshToken())).isEmpty();
		assertThat(send(LETTER, byRefreshToken())).isEmpty();
		assertThat(GOOGLE.sent()).extracting(MimeMessage::getMessageID)
			.containsExactly("<7e2f.1@login.example>", "<7e2f.1@login.example>");
	}

	@Test
	void sendWhenThereIsSomethingToUnsubscribeFromThenByOnePost() throws Exception {
		send(new Letter("1.0", "ann@example.com", Locale.ENGLISH, Instant.now(), "News", "News\n", "<p>News</p>",
				"https://login.example/unsubscribe?token=abc", null), byRefreshToken());
		MimeMessage mail = GOOGLE.sent().get(0);
		assertThat(mail.getHeader("List-Unsubscribe")).containsExactly("<https://login.example/unsubscribe?token=abc>");
		assertThat(mail.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
	}

	@Test
	void sendWhenServiceAccountThenItActsForTheSender() throws Exception {
		Optional<Refusal> refusal = send(LETTER, byServiceAccount());
		assertThat(GOOGLE.refused()).isEmpty();
		assertThat(refusal).isEmpty();
		assertThat(GOOGLE.sent()).hasSize(1);
	}

	@Test
	void sendWhenDelegationIsMissingThenUnauthorized() throws Exception {
		GOOGLE.token(GoogleStandIn.UNAUTHORIZED_CLIENT);
		assertThat(send(LETTER, byServiceAccount()))
			.contains(new Refusal(Kind.UNAUTHORIZED, "Google refuses access: unauthorized_client"));
	}

	@Test
	void sendWhenSeveralThenOneAccessToken() {
		int before = GOOGLE.tokens();
		with(byRefreshToken(), (route) -> {
			assertThat(route.send(LETTER)).isEmpty();
			assertThat(route.send(LETTER)).isEmpty();
		});
		assertThat(GOOGLE.tokens()).isEqualTo(before + 1);
	}

	@Test
	void sendWhenAccessTokenWasTakenBackThenWithAnother() {
		with(byRefreshToken(), (route) -> {
			assertThat(route.send(LETTER)).isEmpty();
			GOOGLE.revokeAccessToken();
			assertThat(route.send(LETTER)).isEmpty();
		});
		assertThat(GOOGLE.sent()).hasSize(2);
	}

	@Test
	void sendWhenNobodyHasAuthorizedYetThenUnauthorizedAndThenByTheStoredToken() {
		TestTransports.with(settings()).run((context) -> {
			Route route = context.getBean(Routes.class).list().get(0);
			RefreshTokens tokens = context.getBean(RefreshTokens.class);
			assertThat(route.send(LETTER)).contains(GoogleAccess.NOT_AUTHORIZED);
			tokens.store(GoogleStandIn.CLIENT_ID, new Granted("1//0a-of-yesterday", null));
			assertThat(route.send(LETTER))
				.contains(new Refusal(Kind.UNAUTHORIZED, "Google refuses access: invalid_grant"));
			assertThat(route.authorizedUntil()).isEmpty();
			Instant end = Instant.parse("2026-12-01T00:00:00Z");
			tokens.store(GoogleStandIn.CLIENT_ID, new Granted(GoogleStandIn.REFRESH_TOKEN, end));
			assertThat(route.send(LETTER)).isEmpty();
			assertThat(route.authorizedUntil()).contains(end);
		});
	}

	@Test
	void probeWhenAuthorizationIsGoneThenUnauthorized() {
		with(byRefreshToken(), (route) -> {
			assertThat(route.probe()).isEmpty();
			GOOGLE.token(GoogleStandIn.INVALID_GRANT);
			assertThat(route.probe()).contains(new Refusal(Kind.UNAUTHORIZED, "Google refuses access: invalid_grant"));
		});
	}

	@ParameterizedTest
	@MethodSource
	void sendWhenGmailRefusesThenSaysWhatItIsAbout(Answer answer, Kind kind, String reason, @Nullable Duration pause) {
		GOOGLE.send(answer);
		assertThat(send(LETTER, byRefreshToken())).contains(new Refusal(kind, reason, pause));
	}

	static Stream<Arguments> sendWhenGmailRefusesThenSaysWhatItIsAbout() {
		String quota = "Gmail takes no more mail for now";
		String down = "Gmail takes no mail at present";
		return Stream.of(
				arguments(error(400, "INVALID_ARGUMENT", "invalidArgument", "Invalid To header"), Kind.PERMANENT,
						"Gmail refused: 400 Invalid To header", null),
				arguments(error(413, "INVALID_ARGUMENT", "uploadTooLarge", "Too large"), Kind.PERMANENT,
						"Gmail refused: 413 Too large", null),
				arguments(error(400, "FAILED_PRECONDITION", "failedPrecondition", "Mail service not enabled"),
						Kind.UNAUTHORIZED, "Gmail refuses access: failedPrecondition", null),
				arguments(error(401, "UNAUTHENTICATED", "authError", "Invalid Credentials"), Kind.UNAUTHORIZED,
						"Gmail refuses access: authError", null),
				arguments(error(403, "PERMISSION_DENIED", "insufficientPermissions", "Insufficient Permission"),
						Kind.UNAUTHORIZED, "Gmail refuses access: insufficientPermissions", null),
				arguments(error(403, "PERMISSION_DENIED", "accessNotConfigured", "Gmail API has not been used"),
						Kind.UNAUTHORIZED, "Gmail refuses access: accessNotConfigured", null),
				arguments(error(403, "PERMISSION_DENIED", "dailyLimitExceeded", "Daily Limit Exceeded"),
						Kind.UNREACHABLE, quota, Duration.ofMinutes(1)),
				arguments(error(429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", "Too many", "Retry-After", "120"),
						Kind.UNREACHABLE, quota, Duration.ofMinutes(2)),
				arguments(error(429, "RESOURCE_EXHAUSTED", "rateLimitExceeded", "Too many", "Retry-After", "86400"),
						Kind.UNREACHABLE, quota, Duration.ofHours(1)),
				arguments(
						error(429, "RESOURCE_EXHAUSTED", "rateLimitExceeded",
								"User-rate limit exceeded.  Retry after 2020-01-01T00:00:00.000Z"),
						Kind.UNREACHABLE, quota, Duration.ZERO),
				arguments(error(500, "INTERNAL", "backendError", "Backend Error"), Kind.UNREACHABLE, down,
						Duration.ofSeconds(15)),
				arguments(error(503, "UNAVAILABLE", "backendError", "Try later", "Retry-After", "30"), Kind.UNREACHABLE,
						down, Duration.ofSeconds(30)),
				arguments(new Answer(502, "<html><title>Error 502 (Server Error)!!1</title></html>"), Kind.UNREACHABLE,
						down, Duration.ofSeconds(15)),
				arguments(GoogleStandIn.HTML, Kind.UNREACHABLE, "there is no proper answer from Google",
						Duration.ofSeconds(15)),
				arguments(new Answer(200, "{}"), Kind.UNREACHABLE, "there is no proper answer from Google",
						Duration.ofSeconds(15)));
	}

	@ParameterizedTest
	@MethodSource
	void sendWhenTokenEndpointRefusesThenSaysWhatItIsAbout(Answer answer, Kind kind, String reason) {
		GOOGLE.token(answer);
		assertThat(send(LETTER, byRefreshToken())).hasValueSatisfying((refusal) -> {
			assertThat(refusal.kind()).isEqualTo(kind);
			assertThat(refusal.reason()).isEqualTo(reason);
		});
	}

	static Stream<Arguments> sendWhenTokenEndpointRefusesThenSaysWhatItIsAbout() {
		return Stream.of(
				arguments(GoogleStandIn.INVALID_GRANT, Kind.UNAUTHORIZED, "Google refuses access: invalid_grant"),
				arguments(new Answer(401, "{\"error\": \"invalid_client\"}"), Kind.UNAUTHORIZED,
						"Google refuses access: invalid_client"),
				arguments(new Answer(429, "{\"error\": \"rate_limit_exceeded\"}", "Retry-After", "5"), Kind.UNREACHABLE,
						"Google gives no access at present"),
				arguments(new Answer(503, "{\"error\": \"internal_failure\"}"), Kind.UNREACHABLE,
						"Google gives no access at present"),
				arguments(new Answer(403, "<html>no</html>"), Kind.UNREACHABLE, "Google gives no access at present"),
				arguments(GoogleStandIn.HTML, Kind.UNREACHABLE, "there is no proper answer from Google"));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void sendWhenGoogleNeverAnswersThenFreeWithinTenSeconds(boolean atTheTokenEndpoint) {
		if (atTheTokenEndpoint) {
			GOOGLE.token(GoogleStandIn.SILENCE);
		}
		else {
			GOOGLE.send(GoogleStandIn.SILENCE);
		}
		Instant start = Instant.now();
		assertThat(send(LETTER, byRefreshToken())).map(Refusal::reason).contains("Google did not answer in time");
		assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(10));
	}

	@Test
	void sendWhenRecipientIsImpossibleThenPermanent() {
		assertThat(send(new Letter("1.0", "no address", Locale.ENGLISH, Instant.now(), "a", "b", "c", null, null),
				byRefreshToken()))
			.contains(Refusal.unwritable());
		assertThat(GOOGLE.sent()).isEmpty();
	}

	private static List<String> settings(String... more) {
		List<String> settings = new ArrayList<>(GOOGLE.settings());
		settings.add("vestibule.mail.transport=gmail");
		settings.addAll(List.of(more));
		return settings;
	}

	private static List<String> byRefreshToken() {
		return settings("vestibule.mail.google.refresh-token=" + GoogleStandIn.REFRESH_TOKEN);
	}

	private static List<String> byServiceAccount() throws Exception {
		return settings("vestibule.mail.google.client-id=", "vestibule.mail.google.client-secret=",
				"vestibule.mail.google.service-account-file=" + GOOGLE.serviceAccountFile(folder));
	}

	private static Optional<Refusal> send(Letter letter, List<String> settings) {
		List<Refusal> refusals = new ArrayList<>();
		with(settings, (route) -> route.send(letter).ifPresent(refusals::add));
		return refusals.stream().findFirst();
	}

	private static void with(List<String> settings, Conversation conversation) {
		TestTransports.with(settings).run((context) -> conversation.hold(context.getBean(Routes.class).list().get(0)));
	}

	private interface Conversation {

		void hold(Route route) throws Exception;

	}

}
