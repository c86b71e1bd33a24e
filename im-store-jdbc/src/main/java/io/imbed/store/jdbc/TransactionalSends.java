package io.imbed.store.jdbc;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.SendOptions;
import io.imbed.protocol.Ids;
import io.imbed.spi.PendingSends;
import io.imbed.spi.PendingSends.Pending;
import io.imbed.spi.Storage;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Sends messages inside the host's own transactions, so that "order placed" and its notice in a chat are committed together,
 * or neither is.
 *
 * <pre>{@code
 * TransactionalSends sends = TransactionalSends.of(storage);
 * try (Connection connection = dataSource.getConnection()) {
 *     connection.setAutoCommit(false);
 *     orders.place(connection, order);
 *     sends.send(connection, "support", Draft.text("Order " + order.id() + " placed"));
 *     connection.commit();
 *     sends.committed();
 * }
 * }</pre>
 *
 * <p>The transaction writes one row beside its own and locks no room, so it may stay open as long as it likes. After its
 * commit a server on this database appends the message exactly once, also after a crash in between, and with several servers;
 * from then on it is a message like any other. Messages of one transaction to one room keep their order.
 *
 * <p>A message that turns out to be refused (no such room, a hook that rejects it) is kept with the reason and stops nothing
 * else; {@link #refused} shows such ones.
 *
 * <p>Threads: any.
 */
public final class TransactionalSends {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcPendingSends pending;

    private TransactionalSends(JdbcPendingSends pending) {
        this.pending = pending;
    }

    /**
     * One that was refused.
     *
     * @param code of the refusal, as on the wire
     * @param why for people
     */
    public record Refused(long id, String room, Identity sender, String cid, Draft draft, String code, String why) {
        Refused(Pending pending, String code, String why) {
            this(pending.id(), pending.room(), pending.sender(), pending.cid(), pending.draft(), code, why);
        }
    }

    /**
     * Those of a storage in a database of the host's.
     *
     * @throws IllegalArgumentException if it is none that {@link JdbcStorage} has opened
     */
    public static TransactionalSends of(Storage storage) {
        PendingSends pending = storage.pending().orElse(null);
        if (pending instanceof JdbcPendingSends ours) return new TransactionalSends(ours);
        throw new IllegalArgumentException("the storage is not in a database of the host's; JdbcStorage opens one");
    }

    /** As {@link #send(Connection, String, Identity, Draft, SendOptions)}, from the host itself. */
    public String send(Connection connection, String room, Draft draft) throws SQLException {
        return send(connection, room, Identity.system(), draft, SendOptions.DEFAULT);
    }

    /**
     * Writes a message in the connection's transaction. It is in no log, and nobody sees it, before the transaction is
     * committed; if it is rolled back, it never was.
     *
     * <p>The sender need not be a member. Before-hooks are asked when it is appended, unless they are
     * {@linkplain SendOptions.Hooks#SKIPPED skipped}; they see the sender's id and name.
     *
     * @param connection to the storage's database; it is left as it is
     * @return the message's cid, with which {@code find} on the log, or a repeat, meets it
     * @throws SQLException if the row cannot be written; the transaction is the host's to roll back
     * @throws io.imbed.protocol.RefusedException if the server is started and would refuse the draft for its size or form
     */
    public String send(Connection connection, String room, Identity sender, Draft draft, SendOptions options)
            throws SQLException {
        Ids.requireId("room", room);
        pending.check(draft);
        String given = options.cid();
        String cid = given == null ? freshCid() : given;
        boolean hooks = options.hooks() != SendOptions.Hooks.SKIPPED;
        Session session = new Session(connection, pending.prefix());
        try {
            PendingTable.insert(session, room, sender, cid, draft, hooks);
        } catch (SqlFailure e) {
            throw e.failure();
        } finally {
            session.closeStatements();
        }
        if (connection.getAutoCommit()) committed();
        return cid;
    }

    /**
     * Says that a transaction was committed, so that its messages are appended now. Without it they are found a moment later
     * (a quarter of a second); telling of a commit that was none does nothing.
     */
    public void committed() {
        pending.arrived();
    }

    /** The oldest that were refused, by id, at most {@code limit}. */
    public CompletionStage<List<Refused>> refused(int limit) {
        return pending.refused(limit);
    }

    /** Tries a refused one again, after its room was made, say. Nothing if there is no such one. */
    public CompletionStage<Void> retry(long id) {
        return pending.retry(id);
    }

    /** Throws a refused one away. Nothing if there is no such one. */
    public CompletionStage<Void> discard(long id) {
        return pending.discard(id);
    }

    private static String freshCid() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
