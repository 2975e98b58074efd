package dev.vestibule.quickstart.child;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An application to run as a child process.
 *
 * @param name what it is called in files and messages
 * @param jar its executable jar
 * @param arguments what it is started with
 * @param environment its environment variables, all of them
 * @param log takes what it says
 * @param health an address that answers 200 once it is ready
 */
public record Application(String name, Path jar, List<String> arguments, Map<String, String> environment, Path log,
		URI health) {

}
