package io.imbed.spring;

import io.imbed.store.jdbc.TransactionalSends;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.DataSourceUtils;

/** Sends in the application's transactions, where rooms are in its database. */
@AutoConfiguration(after = ImJdbcAutoConfiguration.class)
@ConditionalOnClass({TransactionalSends.class, DataSourceUtils.class})
@ConditionalOnBean(JdbcRoomsOfDataSource.class)
public class ImTransactionsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    TransactionalRooms imTransactionalRooms(JdbcRoomsOfDataSource storage) {
        return new TransactionalRooms(storage.source(), TransactionalSends.of(storage));
    }
}
