package dev.vestibule.web;

import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps a node that was told to stop at work until nobody sends it requests any more.
 * That it is not ready has been said by then, and all else stops after this.
 */
@Component
class Drain implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Drain.class);

	private final DrainProperties properties;

	private volatile boolean running;

	Drain(DrainProperties properties) {
		this.properties = properties;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		if (this.properties.drain().isZero()) {
			return;
		}
		logger.info("Taking requests for another {} s", this.properties.drain().toSeconds());
		try {
			TimeUnit.NANOSECONDS.sleep(this.properties.drain().toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
