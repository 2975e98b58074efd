package dev.vestibule.quickstart.browser;

import java.util.regex.Pattern;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import dev.vestibule.quickstart.administrator.Administrator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The console's first page, on a server that is new and on one that has been at work for
 * months.
 */
@BrowserTest
class ConsoleDashboardIT {

	/**
	 * Three months as they are: fewer by night and at the weekend, more from week to
	 * week, and a mail server that was gone for some hours.
	 */
	private static final String MONTHS = """
			WITH hours AS (
			    SELECT hour, extract(epoch FROM now() - hour) / 86400 AS days,
			        (1.15 - cos((extract(hour FROM hour AT TIME ZONE 'UTC') - 3) * pi() / 12))
			            * CASE WHEN extract(isodow FROM hour AT TIME ZONE 'UTC') > 5 THEN 0.45 ELSE 1 END
			            * (1.4 - extract(epoch FROM now() - hour) / 86400 / 180) AS busy
			    FROM generate_series(date_trunc('hour', now(), 'UTC') - interval '90 days',
			        date_trunc('hour', now(), 'UTC'), interval '1 hour') hour),
			kinds (kind, label, usual) AS (VALUES
			    ('sign-in', 'success', 118.0), ('sign-in', 'refused', 9.0), ('account.created', 'success', 14.0),
			    ('challenge.asked', 'success', 21.0), ('address.proved', 'success', 17.0),
			    ('challenge.expired', 'failure', 2.6), ('challenge.answered', 'refused', 1.7),
			    ('mail.attempt', 'sent', 24.0), ('mail.attempt', 'transient', 0.4), ('mail.failed', 'failure', 0.5),
			    ('token.issued', 'authorization_code', 121.0), ('token.issued', 'refresh_token', 305.0),
			    ('token.issued', 'client_credentials', 190.0), ('response', '500', 0.05), ('response', '429', 1.1),
			    ('token.refused', '400', 2.4), ('token.refused', '401', 1.3))
			INSERT INTO statistic
			SELECT hour, kind, label, sum(round(usual * busy * noise)) + CASE
			    WHEN kind = 'mail.attempt' AND label = 'transient' AND days BETWEEN 1.1 AND 1.25 THEN 22
			    WHEN kind = 'response' AND label = '429' AND days BETWEEN 0.5 AND 0.62 THEN 19 ELSE 0 END
			FROM hours, kinds, LATERAL (SELECT 0.7 + (hashtext(hour::text || kind) & 1023) / 1706.0 AS noise) GROUP BY hour, kind, label, days HAVING sum(round(usual * busy * noise)) > 0
			ON CONFLICT (hour, kind, label) DO UPDATE SET count = excluded.count
			""";

	@AfterEach
	void forget(World world) {
		world.update("DELETE FROM statistic");
		world.update("DELETE FROM daily_statistic");
	}

	@ParameterizedTest
	@ValueSource(strings = { "en", "ko" })
	void dashboardThenPlotsThatLeadToTheEvents(String language, World world, Visitor admin) {
		Screens screens = new Screens(language);
		Administrator administrator = world.quickstart().administrator();
		admin.speaking(language).called(administrator.email()).open(world.auth("/admin"));
		admin.signIn(administrator.password());
		// What others did just now may still be on its way to the counts.
		Awaitility.await().until(() -> {
			world.update("DELETE FROM statistic WHERE kind = 'token.issued'");
			admin.open(world.auth("/admin"));
			return admin.find(".steps li").count() == 3;
		});
		screens.take(admin, "console-dashboard-new");

		world.update(MONTHS);
		admin.open(world.auth("/admin"));
		assertThat(admin.find(".steps")).hasCount(0);
		assertThat(admin.find(".plot")).hasCount(6);
		assertThat(admin.find("#verifications ~ .canvas polyline")).hasCount(4);
		screens.take(admin, "console-dashboard-hours");
		for (String period : new String[] { "30d", "90d" }) {
			admin.find(".choices a[href$='" + period + "']").click();
			assertThat(admin.find(".choices [aria-current]")).hasAttribute("href", Pattern.compile(".*" + period));
		}
		screens.take(admin, "console-dashboard-90d");
		admin.find("section[aria-labelledby='sign-ins'] summary").click();
		assertThat(admin.find("section[aria-labelledby='sign-ins'] tbody tr")).hasCount(90);
		screens.take(admin, "console-dashboard-table");
		screens.assertNoBarriers();
	}

}
