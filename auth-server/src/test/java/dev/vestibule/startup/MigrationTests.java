package dev.vestibule.startup;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import dev.vestibule.TestDatabase;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

class MigrationTests {

	@Test
	void migrateThenTimeEnoughAndRequestsHaveLittleAgain() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, FlywayAutoConfiguration.class))
			.withUserConfiguration(Migration.class)
			.withPropertyValues("spring.datasource.url=" + TestDatabase.create(),
					"spring.datasource.hikari.maximum-pool-size=2",
					"spring.datasource.hikari.connection-init-sql=SET statement_timeout = '900ms'",
					"spring.datasource.hikari.data-source-properties.socketTimeout=1")
			.run((context) -> {
				DataSource migrating = context.getBean(Flyway.class).getConfiguration().getDataSource();
				try (Connection connection = migrating.getConnection();
						Statement statement = connection.createStatement()) {
					assertThat(statement.execute("SELECT pg_sleep(1.5)")).isTrue();
				}
				DataSource serving = context.getBean(DataSource.class);
				try (Connection one = serving.getConnection(); Connection other = serving.getConnection()) {
					assertThat(one.getNetworkTimeout()).isEqualTo(1000);
					assertThat(other.getNetworkTimeout()).isEqualTo(1000);
					assertThat(statementTimeout(one)).isEqualTo("900ms");
					assertThat(statementTimeout(other)).isEqualTo("900ms");
				}
			});
	}

	private static String statementTimeout(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet row = statement.executeQuery("SHOW statement_timeout")) {
			row.next();
			return row.getString(1);
		}
	}

}
