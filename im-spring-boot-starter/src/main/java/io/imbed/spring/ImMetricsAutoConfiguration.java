package io.imbed.spring;

import io.imbed.metrics.micrometer.MicrometerSink;
import io.imbed.spi.MetricsSink;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Figures in the application's registry. Packages of Boot 3 and Boot 4 are named, since it must come behind either. */
@AutoConfiguration(
        before = ImAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.actuate.autoconfigure.metrics.export.simple.SimpleMetricsExportAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration"
        })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public class ImMetricsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(MetricsSink.class)
    MicrometerSink imMetrics(MeterRegistry registry) {
        return new MicrometerSink(registry);
    }
}
