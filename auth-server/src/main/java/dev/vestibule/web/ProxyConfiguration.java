package dev.vestibule.web;

import org.apache.catalina.valves.RemoteIpValve;

import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Takes the client's address from trusted proxies, and neither host nor scheme, which are
 * the issuer's.
 */
@Configuration(proxyBeanMethods = false)
class ProxyConfiguration {

	@Bean
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> trustedProxies(ProxyProperties properties) {
		return (factory) -> {
			if (!properties.trustedProxies().isEmpty()) {
				factory.addEngineValves(clientAddress(properties));
			}
		};
	}

	private static RemoteIpValve clientAddress(ProxyProperties properties) {
		RemoteIpValve valve = new RemoteIpValve();
		valve.setInternalProxies(String.join(",", properties.trustedProxies()));
		valve.setProtocolHeader(null);
		return valve;
	}

}
