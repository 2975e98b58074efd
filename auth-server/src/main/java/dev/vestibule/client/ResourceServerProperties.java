package dev.vestibule.client;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The resource servers that the settings name, each with the scopes that it knows.
 */
@ConfigurationProperties("vestibule")
record ResourceServerProperties(@DefaultValue List<ResourceServer> resourceServers) {

}
