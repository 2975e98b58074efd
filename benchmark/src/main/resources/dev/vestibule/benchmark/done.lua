
-- One line for the benchmark to read: requests, microseconds, errors by kind, and the median and 99th percentile in microseconds.
function done(summary, latency, requests)
	local errors = summary.errors
	io.write(string.format("benchmark: %d %d %d %d %d %d %d %d %d\n", summary.requests, summary.duration, errors.status,
		errors.connect, errors.read, errors.write, errors.timeout, latency:percentile(50), latency:percentile(99)))
end
