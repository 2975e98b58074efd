package dev.vestibule.setting;

import java.util.Map;

/**
 * What counts of a feature's settings as long as nobody has made them: its properties.
 */
public interface Defaults {

	/**
	 * The values in JSON's types, by the names of the API; what has none is left out.
	 */
	Map<String, Object> defaults();

}
