package io.imbed.spring;

import io.imbed.ImServer;
import io.imbed.Sessions;
import io.imbed.spi.Storage;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.context.annotation.Bean;

/** Health {@code im} on Spring Boot 4, whose types of health have a module of their own. */
@AutoConfiguration(after = ImAutoConfiguration.class)
@ConditionalOnClass({AbstractHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean({ImServer.class, ImLifecycle.class})
@ConditionalOnEnabledHealthIndicator("im")
public class ImBoot4HealthAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean(name = "imHealthIndicator")
    Indicator imHealthIndicator(ImLifecycle lifecycle, ImServer server, Sessions sessions, Storage storage) {
        return new Indicator(new ImProbe(lifecycle, server, sessions, storage));
    }

    static final class Indicator extends AbstractHealthIndicator {
        private final ImProbe probe;

        Indicator(ImProbe probe) {
            super("the chat could not be asked");
            this.probe = probe;
        }

        @Override
        protected void doHealthCheck(Health.Builder health) {
            ImProbe.Finding found = probe.look();
            health.withDetails(found.details());
            if (!found.open()) health.outOfService();
            else if (found.ready()) health.up();
            else health.down();
        }
    }
}
