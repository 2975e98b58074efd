package dev.vestibule.outbound;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where calls may go besides the public internet.
 *
 * @param allowedHosts host names, addresses, and networks in CIDR notation that are
 * exempt from the blocked ranges
 */
@ConfigurationProperties("vestibule.outbound")
record OutboundProperties(@DefaultValue List<String> allowedHosts) {

}
