package io.imbed.examples.server;

import io.imbed.metrics.micrometer.MicrometerSink;
import io.imbed.spi.MetricsSink;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.function.Supplier;

/** The server's figures, as Prometheus reads them at {@code /metrics}. Threads: any. */
final class Figures {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    MetricsSink sink() {
        return new MicrometerSink(registry);
    }

    /** By path. */
    Map<String, Supplier<Answer>> pages() {
        return Map.of("/metrics", () -> Answer.of(200, TEXT, registry.scrape(TEXT)));
    }
}
