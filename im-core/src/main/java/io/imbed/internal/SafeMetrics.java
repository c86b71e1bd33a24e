package io.imbed.internal;

import io.imbed.spi.MetricsSink;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's sink, called from lanes and workers that must go on whatever it throws, such as Errors of libraries that do not
 * fit together. Its first failure is logged; figures that fail are missing. Threads: any.
 */
public final class SafeMetrics implements MetricsSink {
    private static final Logger LOG = LoggerFactory.getLogger(SafeMetrics.class);

    private final MetricsSink host;
    private final AtomicBoolean failed = new AtomicBoolean();

    public SafeMetrics(MetricsSink host) {
        this.host = host;
    }

    @Override
    public void count(String name, String tag, long amount) {
        try {
            host.count(name, tag, amount);
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    @Override
    public void time(String name, String tag, long nanos) {
        try {
            host.time(name, tag, nanos);
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    @Override
    public void gauge(String name, LongSupplier value) {
        try {
            host.gauge(name, value);
        } catch (Throwable thrown) {
            failed(thrown);
        }
    }

    private void failed(Throwable thrown) {
        if (failed.compareAndSet(false, true)) LOG.warn("the metrics sink fails; said once", thrown);
    }
}
