package io.imbed.spring;

import io.imbed.spi.Storage;
import io.imbed.store.jdbc.JdbcStorage;
import io.imbed.store.jdbc.SchemaMode;
import java.io.IOException;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** Rooms in the application's database. Packages of Boot 3 and Boot 4 are named, since it must come behind either. */
@AutoConfiguration(
        before = ImStorageAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
        })
@ConditionalOnClass({JdbcStorage.class, DataSource.class})
@ConditionalOnSingleCandidate(DataSource.class)
@ConditionalOnExpression("!'memory'.equalsIgnoreCase('${im.store.type:auto}')")
@EnableConfigurationProperties(ImProperties.class)
public class ImJdbcAutoConfiguration {
    /** The server closes it; closing it again, should there be no server, does no harm. */
    @Bean
    @ConditionalOnMissingBean(Storage.class)
    JdbcRoomsOfDataSource imJdbcStorage(DataSource source, ImProperties properties) {
        ImProperties.Store store = properties.store();
        JdbcStorage.Builder builder = JdbcStorage.builder(source)
                .name(properties.name())
                .prefix(store.prefix())
                .durability(store.durability())
                .schema(SchemaMode.valueOf(store.schema().name()));
        if (store.readers() != null) builder.readers(store.readers());
        if (store.readLimit() != null) builder.readLimit(store.readLimit());
        if (store.writeLimit() != null) builder.writeLimit(store.writeLimit());
        try {
            return new JdbcRoomsOfDataSource(builder.build(), source);
        } catch (IOException e) {
            throw new CannotStartException(
                    "Rooms cannot be kept in the application's database: " + e.getMessage() + ".",
                    "Set the database up as it says, or set im.store.durability=process if it is for its durability,"
                            + " or im.store.type=memory.",
                    e);
        }
    }
}
