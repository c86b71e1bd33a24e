package io.imbed.spring;

import io.imbed.MemoryStorage;
import io.imbed.spi.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Rooms in memory, where nothing else keeps them. */
@AutoConfiguration
@EnableConfigurationProperties(ImProperties.class)
public class ImStorageAutoConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(ImStorageAutoConfiguration.class);

    @Bean
    @ConditionalOnMissingBean
    Storage imStorage(ImProperties properties) {
        switch (properties.store().type()) {
            case JDBC ->
                throw new CannotStartException(
                        "im.store.type is jdbc, but rooms cannot be kept in a database: that takes im-store-jdbc on the class path"
                                + " and one DataSource bean, or a primary one.",
                        "Add what is missing, or define a bean of type " + Storage.class.getName() + ".",
                        null);
            case AUTO ->
                LOG.warn("rooms are kept in memory, and are gone when the application ends: add im-store-jdbc and a"
                        + " DataSource to keep them, or set im.store.type=memory if that is what you want");
            case MEMORY -> LOG.info("rooms are kept in memory");
        }
        return MemoryStorage.create();
    }
}
