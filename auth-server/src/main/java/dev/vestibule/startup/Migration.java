package dev.vestibule.startup;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * Gives the schema's migration connections of its own, and time: a statement of it may
 * take far longer than the seconds after which a request's is ended.
 */
@Configuration(proxyBeanMethods = false)
class Migration {

	private static final Duration LONGEST_STATEMENT = Duration.ofHours(1);

	@Bean
	FlywayConfigurationCustomizer patientMigration() {
		return (configuration) -> {
			DataSource dataSource = configuration.getDataSource();
			if (dataSource != null) {
				configuration.dataSource(new PatientDataSource(
						DataSourceBuilder.derivedFrom(dataSource).type(SimpleDriverDataSource.class).build()));
			}
		};
	}

	private static final class PatientDataSource extends DelegatingDataSource {

		PatientDataSource(DataSource delegate) {
			super(delegate);
		}

		@Override
		public Connection getConnection() throws SQLException {
			Connection connection = super.getConnection();
			connection.setNetworkTimeout(Runnable::run, (int) LONGEST_STATEMENT.toMillis());
			return connection;
		}

	}

}
