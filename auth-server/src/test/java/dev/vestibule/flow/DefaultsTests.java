package dev.vestibule.flow;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

import dev.vestibule.account.SignUpProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.core.annotation.AnnotationUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The numbers that the server keeps unless it is told otherwise.
 */
class DefaultsTests extends FlowTests {

	@Test
	void settingsWhenNotSetThenTheNumbersThatAreDocumented() throws Exception {
		assertThat(settings()).containsEntry("vestibule.drain", Duration.ZERO)
			.containsEntry("vestibule.token.accessTokenLifetime", Duration.ofMinutes(5))
			.containsEntry("vestibule.token.idTokenLifetime", Duration.ofMinutes(5))
			.containsEntry("vestibule.token.refreshIdleLifetime", Duration.ofDays(30))
			.containsEntry("vestibule.token.refreshAbsoluteLifetime", Duration.ofDays(90))
			.containsEntry("vestibule.token.refreshGrace", Duration.ofSeconds(10))
			.containsEntry("vestibule.signing.rotation", Duration.ofDays(90))
			.containsEntry("vestibule.signing.publishedAhead", Duration.ofHours(24))
			.containsEntry("vestibule.signing.publishedAfter", Duration.ofHours(24))
			.containsEntry("vestibule.verification.codeLifetime", Duration.ofMinutes(10))
			.containsEntry("vestibule.verification.linkLifetime", Duration.ofHours(1))
			.containsEntry("vestibule.verification.pendingLifetime", Duration.ofHours(24))
			.containsEntry("vestibule.verification.pendingPerSource", 5)
			.containsEntry("vestibule.verification.attemptsPerCode", 5)
			.containsEntry("vestibule.verification.attemptsPerDay", 50)
			.containsEntry("vestibule.verification.consecutiveFailures", 100)
			.containsEntry("vestibule.verification.forgetting", Duration.ofDays(30))
			.containsEntry("vestibule.verification.resendAfter", Duration.ofSeconds(60))
			.containsEntry("vestibule.verification.mailsPerHour", 5)
			.containsEntry("vestibule.verification.mailsPerDay", 10)
			.containsEntry("vestibule.verification.mailsPerAddress", 20)
			.containsEntry("vestibule.verification.mailsForKnownDevices", 3)
			.containsEntry("vestibule.verification.mailsInAll", 36_000)
			.containsEntry("vestibule.sign-in.passwordAttempts", 10)
			.containsEntry("vestibule.sign-in.consecutiveFailures", 100)
			.containsEntry("vestibule.sign-in.forgetting", Duration.ofDays(30))
			.containsEntry("vestibule.self-service.recentSignIn", Duration.ofMinutes(5))
			.containsEntry("vestibule.admin.recentSignIn", Duration.ofMinutes(5))
			.containsEntry("vestibule.sign-up.openTo", SignUpProperties.Open.EVERYONE)
			.containsEntry("vestibule.sign-up.invitationLifetime", Duration.ofDays(7))
			.containsEntry("vestibule.audit.kept", Duration.ofDays(400))
			.containsEntry("vestibule.mail.kept", Duration.ofDays(30))
			.containsEntry("vestibule.webhooks.kept", Duration.ofDays(7))
			.containsEntry("vestibule.session.idle", Duration.ofMinutes(30))
			.containsEntry("vestibule.session.anonymous", Duration.ofMinutes(15))
			.containsEntry("vestibule.session.absolute", Duration.ofHours(12));
	}

	@Test
	void authorizationCodeLivesAMinute() {
		code(signedIn(someone()), this.web, "openid");
		assertThat(NODE.jdbc()
			.sql("SELECT DISTINCT extract(epoch FROM code_expires_at - code_issued_at)::integer FROM oauth2_authorization WHERE code_hash IS NOT NULL")
			.query(Integer.class)
			.list()).containsExactly(60);
	}

	private static Map<String, Object> settings() throws Exception {
		Map<String, Object> settings = new TreeMap<>();
		for (Object bean : NODE.settings().values()) {
			ConfigurationProperties annotation = AnnotationUtils.findAnnotation(bean.getClass(),
					ConfigurationProperties.class);
			if (bean.getClass().isRecord() && annotation != null) {
				for (RecordComponent component : bean.getClass().getRecordComponents()) {
					Method accessor = component.getAccessor();
					accessor.setAccessible(true);
					Object value = accessor.invoke(bean);
					if (value != null) {
						settings.put(annotation.value() + "." + component.getName(), value);
					}
				}
			}
		}
		return settings;
	}

}
