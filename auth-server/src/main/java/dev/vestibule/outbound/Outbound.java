package dev.vestibule.outbound;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Calls addresses that others supply. A call ends within five seconds, the look-up of the
 * name included; a body ends at one megabyte; redirects are not followed.
 */
@Component
public class Outbound implements DisposableBean {

	private static final Duration CALL = Duration.ofSeconds(5);

	static final int CALLS_AT_ONCE = 256;

	private final ThreadLocal<Instant> deadline = new ThreadLocal<>();

	// Looking up a name cannot be interrupted, so that only a thread of its own keeps the
	// caller's time.
	private final ExecutorService calls = new ThreadPoolExecutor(0, CALLS_AT_ONCE, 10, TimeUnit.SECONDS,
			new SynchronousQueue<>(), threads());

	private final CloseableHttpClient client;

	Outbound(Destinations destinations) {
		this.client = GuardedHttpClient.create(destinations);
	}

	/**
	 * The beginning of a client whose every call is guarded.
	 */
	public RestClient.Builder restClient() {
		return RestClient.builder().requestFactory(requestFactory());
	}

	/**
	 * Makes guarded requests for whatever else takes a factory.
	 */
	public ClientHttpRequestFactory requestFactory() {
		return (uri, method) -> new OutboundRequest(this, uri, method);
	}

	/**
	 * From now on all calls of this thread together have to end within the given time;
	 * each still has its own five seconds at most.
	 */
	public void startBudget(Duration total) {
		this.deadline.set(Instant.now().plus(total));
	}

	public void endBudget() {
		this.deadline.remove();
	}

	ClientHttpResponse exchange(HttpUriRequestBase request) throws IOException {
		Duration remaining = remaining();
		if (remaining.isNegative() || remaining.isZero()) {
			throw new HttpTimeoutException("no time is left for " + request.getAuthority());
		}
		Future<BufferedResponse> call = start(request);
		try {
			return call.get(remaining.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			throw new HttpTimeoutException(request.getAuthority() + " did not answer in time");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("interrupted while waiting for " + request.getAuthority(), ex);
		}
		catch (ExecutionException ex) {
			// The client's own patience ends at the same time as ours.
			if (ex.getCause() instanceof SocketTimeoutException) {
				throw new HttpTimeoutException(request.getAuthority() + " did not answer in time");
			}
			throw new IOException("the call to " + request.getAuthority() + " failed: " + ex.getCause(), ex.getCause());
		}
		finally {
			// Ends what is still under way; a call that has ended does not notice.
			request.cancel();
			call.cancel(true);
		}
	}

	private Future<BufferedResponse> start(HttpUriRequestBase request) throws IOException {
		try {
			return this.calls
				.submit(() -> this.client.execute(request, (response) -> BufferedResponse.read(request, response)));
		}
		catch (RejectedExecutionException ex) {
			throw new IOException("too many calls are under way", ex);
		}
	}

	private Duration remaining() {
		Instant end = this.deadline.get();
		Duration left = (end != null) ? Duration.between(Instant.now(), end) : CALL;
		return (left.compareTo(CALL) < 0) ? left : CALL;
	}

	private static CustomizableThreadFactory threads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("outbound-");
		threads.setDaemon(true);
		return threads;
	}

	@Override
	public void destroy() throws IOException {
		this.calls.shutdownNow();
		this.client.close();
	}

}
