package dev.vestibule.flow;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.sql.DataSource;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The SQL statements that a node runs for requests, and their commits. What it does by
 * itself meanwhile is not among them.
 */
final class Statements implements BeanPostProcessor {

	static final String COMMIT = "COMMIT";

	private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

	/**
	 * Those that are run while something is done.
	 */
	List<String> during(Runnable work) {
		this.seen.clear();
		work.run();
		return List.copyOf(this.seen);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String name) {
		return (bean instanceof DataSource dataSource) ? new DelegatingDataSource(dataSource) {

			@Override
			public Connection getConnection() throws SQLException {
				return watch(Connection.class, super.getConnection(), "");
			}

		} : bean;
	}

	private <T> T watch(Class<T> type, T target, String sql) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				if (method.getName().startsWith("execute")) {
					see(sql.isEmpty() ? String.valueOf(arguments[0]) : sql);
				}
				if (method.getName().equals("commit")) {
					see(COMMIT);
				}
				try {
					Object result = method.invoke(target, arguments);
					if (target instanceof Connection && result instanceof PreparedStatement prepared) {
						return watch(PreparedStatement.class, prepared, (String) arguments[0]);
					}
					return (target instanceof Connection && result instanceof Statement statement)
							? watch(Statement.class, statement, "") : result;
				}
				catch (InvocationTargetException ex) {
					throw ex.getCause();
				}
			}));
	}

	private void see(String sql) {
		if (Thread.currentThread().getName().startsWith("http-nio")) {
			this.seen.add(sql.strip().replaceAll("\\s+", " "));
		}
	}

}
