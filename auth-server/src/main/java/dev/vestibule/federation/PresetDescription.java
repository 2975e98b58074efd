package dev.vestibule.federation;

import java.util.List;
import java.util.Map;

/**
 * A kind of provider as those see it who register one.
 *
 * @param mark the picture beside the name
 * @param settings what each setting is unless it is said, by name; empty without a
 * default
 * @param required the settings that nobody but the administrator knows
 * @param trusts what can be chosen; the first is the default
 * @param checkable whether the provider can be asked without a person whether it answers
 */
public record PresetDescription(String id, String name, String mark, Map<String, String> settings,
		List<String> required, List<String> trusts, boolean checkable) {

	static PresetDescription of(Preset preset) {
		return new PresetDescription(preset.id(), preset.name(), preset.mark(), preset.defaults(),
				List.copyOf(preset.required()), preset.trusts().stream().map(Trust::label).toList(),
				preset instanceof OpenIdPreset);
	}

}
