package dev.vestibule.transport;

import java.util.ArrayList;
import java.util.List;

import dev.vestibule.transport.TransportProperties.Fallback;
import dev.vestibule.transport.TransportProperties.Kind;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.util.StringUtils;

/**
 * The ways out as they are set; without one the server does not start, since nobody could
 * ever prove an address.
 */
@Configuration(proxyBeanMethods = false)
@PropertySource("classpath:dev/vestibule/transport/transport.properties")
class TransportConfiguration {

	@Bean
	Routes routes(TransportProperties properties, RouteFactory factory) {
		List<Route> routes = new ArrayList<>();
		routes.add(factory.route(Routes.FIRST, properties.transport(), null));
		Fallback fallback = properties.fallback();
		if (fallback.transport() != null) {
			if (isSame(properties.transport(), fallback.transport()) && !StringUtils.hasText(fallback.host())) {
				throw new IllegalArgumentException(
						"vestibule.mail.fallback.transport is the first transport once more: set another, or another server with vestibule.mail.fallback.host.");
			}
			routes.add(factory.route(Routes.SECOND, fallback.transport(), fallback));
		}
		return new Routes(routes);
	}

	private static boolean isSame(Kind first, Kind second) {
		return (first == Kind.GMAIL) == (second == Kind.GMAIL);
	}

}
