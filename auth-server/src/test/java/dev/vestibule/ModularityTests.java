package dev.vestibule;

import org.junit.jupiter.api.Test;

import org.springframework.modulith.core.ApplicationModules;

class ModularityTests {

	@Test
	void packagesKeepTheirArrows() {
		ApplicationModules.of(VestibuleApplication.class).verify();
	}

}
