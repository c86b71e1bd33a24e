package io.imbed.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.hook.MessageSent;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

@DirtiesContext // ends before its database is deleted
@SpringBootTest
class TransactionalRoomsTest {
    /** What README shows. */
    static class Orders {
        private final JdbcTemplate jdbc;
        private final TransactionalRooms rooms;

        Orders(JdbcTemplate jdbc, TransactionalRooms rooms) {
            this.jdbc = jdbc;
            this.rooms = rooms;
        }

        @Transactional
        public void place(String order, Runnable before) {
            jdbc.update("INSERT INTO orders (id) VALUES (?)", order);
            rooms.send("support", Draft.text("Order " + order + " placed"));
            before.run();
        }
    }

    @TempDir
    static Path folder;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", () -> "jdbc:h2:" + folder.resolve("shop"));
    }

    @Configuration
    @EnableAutoConfiguration
    static class Shop {
        final BlockingQueue<String> sent = new LinkedBlockingQueue<>();

        @Bean
        Orders orders(JdbcTemplate jdbc, TransactionalRooms rooms) {
            return new Orders(jdbc, rooms);
        }

        @Bean
        MessageSent listener() {
            return occurrence -> sent.add(occurrence.message().content().fallback());
        }
    }

    @Autowired
    Shop shop;

    @Autowired
    Orders orders;

    @Autowired
    TransactionalRooms transactional;

    @Autowired
    JdbcTemplate jdbc;

    @Autowired
    Rooms rooms;

    @BeforeEach
    void begin() throws Exception {
        jdbc.execute("CREATE TABLE IF NOT EXISTS orders (id VARCHAR(20) PRIMARY KEY)");
        jdbc.update("DELETE FROM orders");
        shop.sent.clear();
        if (rooms.find("support")
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .isPresent()) return;
        rooms.create(NewRoom.channel("support").title("Support"))
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    private List<String> placed() {
        return jdbc.queryForList("SELECT id FROM orders", String.class);
    }

    @Test
    void orderAndItsNoticeAreCommittedTogether() throws Exception {
        orders.place("A1", () -> assertThat(shop.sent).isEmpty());

        assertThat(shop.sent.poll(20, TimeUnit.SECONDS)).isEqualTo("Order A1 placed");
        assertThat(placed()).containsExactly("A1");
    }

    @Test
    void orNeitherIs() throws Exception {
        assertThatThrownBy(() -> orders.place("A2", () -> {
                    throw new IllegalStateException("no stock");
                }))
                .hasMessage("no stock");
        orders.place("A3", () -> {});

        assertThat(shop.sent.poll(20, TimeUnit.SECONDS))
                .as("not A2, which came first")
                .isEqualTo("Order A3 placed");
        assertThat(placed()).containsExactly("A3");
    }

    @Test
    void withoutTransactionItIsCommittedAtOnce() throws Exception {
        transactional.send("support", Draft.text("hello"));

        assertThat(shop.sent.poll(20, TimeUnit.SECONDS)).isEqualTo("hello");
    }

    @Test
    void transactionOfAnotherDatabaseIsRefused() {
        JdbcDataSource other = new JdbcDataSource();
        other.setURL("jdbc:h2:mem:other");
        TransactionTemplate elsewhere = new TransactionTemplate(new DataSourceTransactionManager(other));

        assertThatThrownBy(() ->
                        elsewhere.executeWithoutResult(status -> transactional.send("support", Draft.text("never"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not one of the DataSource");
    }
}
