package dev.vestibule.admin;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The settings of the server that can be changed while it runs.
 */
@RestController
@RequestMapping(AdminApiSecurity.PATH + "/settings")
class SettingsController {

	private final SettingAdministration settings;

	SettingsController(SettingAdministration settings) {
		this.settings = settings;
	}

	@GetMapping
	ResponseEntity<Map<String, Object>> show() {
		return EntityTag.answer(this.settings.find());
	}

	/**
	 * Makes the settings that the patch names, and takes back those that it calls null.
	 */
	@PatchMapping(consumes = { MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<Map<String, Object>> change(InputStream body,
			@RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
			JwtAuthenticationToken who) throws IOException {
		IfMatch meant = IfMatch.required(ifMatch);
		return EntityTag.answer(this.settings.change(JsonBody.read(body), meant, Asking.of(who)));
	}

}
