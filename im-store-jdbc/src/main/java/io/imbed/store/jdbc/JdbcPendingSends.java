package io.imbed.store.jdbc;

import io.imbed.Draft;
import io.imbed.spi.PendingSends;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Pending sends in a table beside the rooms. Threads: any. */
final class JdbcPendingSends implements PendingSends {
    private final Reads reads;
    private final Reads writes;
    private final ServerDialect dialect;
    private final String prefix;
    private volatile @Nullable Intake intake;

    /**
     * @param writes has connections that may write, and one thread
     * @param prefix of the names of tables
     */
    JdbcPendingSends(Reads reads, Reads writes, ServerDialect dialect, String prefix) {
        this.reads = reads;
        this.writes = writes;
        this.dialect = dialect;
        this.prefix = prefix;
    }

    String prefix() {
        return prefix;
    }

    @Override
    public void attach(Intake newIntake) {
        intake = newIntake;
    }

    @Override
    public CompletionStage<List<Pending>> next(int limit) {
        return reads.read(session -> PendingTable.next(session, limit));
    }

    @Override
    public CompletionStage<Void> discard(long id) {
        return written(session -> PendingTable.delete(session, id));
    }

    @Override
    public CompletionStage<Void> setAside(long id, String code, String why) {
        return written(session -> PendingTable.setAside(session, id, code, why));
    }

    CompletionStage<List<TransactionalSends.Refused>> refused(int limit) {
        return reads.read(session -> PendingTable.refused(session, limit));
    }

    CompletionStage<Void> retry(long id) {
        return written(session -> PendingTable.offerAgain(session, id)).thenRun(this::arrived);
    }

    /** Before the server is started nobody knows its limits; what is too large is set aside when it is. */
    void check(Draft draft) {
        Intake attached = intake;
        if (attached != null) attached.check(draft);
    }

    void arrived() {
        Intake attached = intake;
        if (attached != null) attached.arrived();
    }

    private CompletionStage<Void> written(ToIntFunction<Session> statement) {
        return writes.read(session -> dialect.inTransaction(session, () -> statement.applyAsInt(session)))
                .thenAccept(changed -> {});
    }
}
