package io.imbed.examples.shop;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.SendOptions;
import io.imbed.spring.TransactionalRooms;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What is sold, and to whom. Each change of an order and its notice in the customer's room are one transaction. */
@Service
class Orders {
    private static final Identity SHOP = Identity.of("shop", "Tea shop");
    private static final String ORDERS =
            "SELECT o.id, o.customer, t.name AS tea, o.sent FROM orders o JOIN tea t ON t.id = o.tea ";

    private final JdbcClient jdbc;
    private final TransactionalRooms chat;

    Orders(JdbcClient jdbc, TransactionalRooms chat) {
        this.jdbc = jdbc;
        this.chat = chat;
    }

    record Tea(long id, String name, String about, BigDecimal price, int stock) {}

    record Order(long id, String customer, String tea, boolean sent) {
        public String room() {
            return CustomerRooms.of(customer);
        }
    }

    /** There is no more of it. */
    static final class SoldOut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    List<Tea> teas() {
        return jdbc.sql("SELECT * FROM tea ORDER BY id").query(Tea.class).list();
    }

    /** The newest first. */
    List<Order> all() {
        return jdbc.sql(ORDERS + "ORDER BY id DESC").query(Order.class).list();
    }

    /** The newest first. */
    List<Order> of(String customer) {
        return jdbc.sql(ORDERS + "WHERE customer = ? ORDER BY id DESC")
                .param(customer)
                .query(Order.class)
                .list();
    }

    /**
     * Places an order and tells the customer's room.
     *
     * @return its number
     * @throws SoldOut if there is no such tea left; then neither the order nor the notice is there
     */
    @Transactional
    long place(String customer, long tea) {
        String name = jdbc.sql("SELECT name FROM tea WHERE id = ?")
                .param(tea)
                .query(String.class)
                .optional()
                .orElseThrow(SoldOut::new);
        KeyHolder key = new GeneratedKeyHolder();
        jdbc.sql("INSERT INTO orders (customer, tea) VALUES (?, ?)")
                .params(customer, tea)
                .update(key, "id");
        long order = Objects.requireNonNull(key.getKey()).longValue();
        tell(customer, "Order " + order + " placed: " + name + ".");
        // Last, so that what was done before it is taken back, which is what this example is about.
        if (jdbc.sql("UPDATE tea SET stock = stock - 1 WHERE id = ? AND stock > 0")
                        .param(tea)
                        .update()
                == 0) throw new SoldOut();
        return order;
    }

    /** Notes that an order is on its way and tells the customer's room; does nothing if that was done. */
    @Transactional
    void send(long order) {
        jdbc.sql("SELECT customer FROM orders WHERE id = ? AND NOT sent FOR UPDATE")
                .param(order)
                .query(String.class)
                .optional()
                .ifPresent(customer -> {
                    jdbc.sql("UPDATE orders SET sent = TRUE WHERE id = ?")
                            .param(order)
                            .update();
                    tell(customer, "Order " + order + " is on its way.");
                });
    }

    private void tell(String customer, String text) {
        chat.send(CustomerRooms.of(customer), SHOP, Draft.text(text), SendOptions.DEFAULT);
    }
}
