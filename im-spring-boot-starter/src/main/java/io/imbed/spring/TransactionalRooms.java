package io.imbed.spring;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.SendOptions;
import io.imbed.store.jdbc.TransactionalSends;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Sends messages in the application's own transactions: within {@code @Transactional}, an order and its notice in the chat are
 * committed together, or neither is. Without a transaction a message is committed at once.
 *
 * <pre>{@code
 * @Transactional
 * void place(Order order) {
 *     orders.save(order);
 *     rooms.send("support", Draft.text("Order " + order.id() + " placed"));
 * }
 * }</pre>
 *
 * <p>The message is in its room a moment after the commit, exactly once, also after a crash in between. {@link #sends()} tells
 * of those that were refused then.
 *
 * <p>Threads: any; blocks for one insert.
 */
public class TransactionalRooms {
    private final DataSource source;
    private final TransactionalSends sends;

    /** @param sends of a storage that lives in {@code source} */
    public TransactionalRooms(DataSource source, TransactionalSends sends) {
        this.source = source;
        this.sends = sends;
    }

    /** As {@link #send(String, Identity, Draft, SendOptions)}, from the application itself. */
    public String send(String room, Draft draft) {
        return send(room, Identity.system(), draft, SendOptions.DEFAULT);
    }

    /**
     * Writes a message in the current transaction.
     *
     * @return the message's cid
     * @throws IllegalStateException if there is a transaction, but not one of the chat's {@code DataSource}, with which the
     *     message could not be committed
     * @throws DataAccessException if it cannot be written
     * @throws io.imbed.protocol.RefusedException if the server would refuse the draft for its size or form
     */
    public String send(String room, Identity sender, Draft draft, SendOptions options) {
        boolean transaction = TransactionSynchronizationManager.isActualTransactionActive();
        Connection connection = DataSourceUtils.getConnection(source);
        try {
            if (transaction && connection.getAutoCommit()) {
                throw new IllegalStateException("the transaction is not one of the DataSource that the chat lives in");
            }
            String cid = sends.send(connection, room, sender, draft, options);
            if (transaction) TransactionSynchronizationManager.registerSynchronization(new Telling());
            return cid;
        } catch (SQLException e) {
            throw translated(e);
        } finally {
            DataSourceUtils.releaseConnection(connection, source);
        }
    }

    /** What was refused, and the rest of what can be done with such messages. */
    public TransactionalSends sends() {
        return sends;
    }

    private static DataAccessException translated(SQLException failure) {
        DataAccessException translated =
                new SQLExceptionSubclassTranslator().translate("send a chat message", null, failure);
        return translated == null ? new UncategorizedSQLException("send a chat message", null, failure) : translated;
    }

    /** So that the message need not be looked for. */
    private final class Telling implements TransactionSynchronization {
        @Override
        public void afterCommit() {
            sends.committed();
        }
    }
}
