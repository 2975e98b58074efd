package dev.vestibule.web;

import java.util.List;
import java.util.regex.Pattern;

import org.apache.catalina.util.NetMask;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whose word is taken for where a request comes from.
 *
 * @param trustedProxies the addresses and networks (CIDR) of the proxies in front; of
 * what these say in {@code X-Forwarded-For}, the last entry that is none of theirs is the
 * client's address. Nothing else is taken from a forwarded request
 */
@ConfigurationProperties("vestibule")
record ProxyProperties(@DefaultValue List<String> trustedProxies) {

	private static final Pattern NETWORK = Pattern
		.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)/[0-9]{1,3}");

	ProxyProperties {
		trustedProxies = trustedProxies.stream().map(ProxyProperties::network).toList();
	}

	// The container takes what has no prefix length for a regular expression.
	private static String network(String text) {
		String network = text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32");
		try {
			if (NETWORK.matcher(network).matches()) {
				return new NetMask(network).toString();
			}
		}
		catch (IllegalArgumentException ex) {
			// answered below, with the same words
		}
		throw new IllegalArgumentException(
				"vestibule.trusted-proxies must be addresses or networks, such as 10.1.0.0/16, not " + text + ".");
	}

}
