package io.imbed.store.jdbc;

import io.imbed.protocol.RoomKind;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The store's face of a database. Threads: any. */
final class JdbcRoomStore implements RoomStore {
    private final Reads reads;

    JdbcRoomStore(Reads reads) {
        this.reads = reads;
    }

    @Override
    public CompletionStage<Optional<RoomState>> room(String room) {
        return reads.read(session -> RoomTable.state(session, room));
    }

    @Override
    public CompletionStage<List<RoomState>> rooms(RoomKind kind, @Nullable String after, int limit) {
        return reads.read(session -> RoomTable.states(session, kind, after, limit));
    }

    @Override
    public CompletionStage<Optional<MemberRow>> member(String room, String user) {
        return reads.read(session -> MemberTable.member(session, room, user));
    }

    @Override
    public CompletionStage<List<MemberRow>> members(String room, @Nullable String after, int limit) {
        return reads.read(session -> MemberTable.page(session, room, after, limit));
    }

    @Override
    public CompletionStage<List<MemberRow>> readers(
            String room, long seq, String beside, @Nullable String after, int limit) {
        return reads.read(session -> MemberTable.readers(session, room, seq, beside, after, limit));
    }

    @Override
    public CompletionStage<Optional<MemberRow>> senior(String room, String beside) {
        return reads.read(session -> MemberTable.senior(session, room, beside));
    }

    @Override
    public CompletionStage<List<Restraint>> restraints(String room, String user) {
        return reads.together(session -> RestraintTable.of(session, room, user));
    }

    @Override
    public CompletionStage<List<Restraint>> bans(String room, Instant now, @Nullable String after, int limit) {
        return reads.read(session -> RestraintTable.bans(session, room, now, after, limit));
    }

    @Override
    public CompletionStage<List<Seat>> seats(String user, SeatOrder order, @Nullable String after, int limit) {
        return reads.read(session -> MemberTable.seats(session, user, order, after, limit));
    }

    @Override
    public CompletionStage<Optional<Seat>> seat(String room, String user) {
        return reads.read(session -> MemberTable.seat(session, room, user));
    }

    @Override
    public CompletionStage<Set<String>> sharing(String user, Collection<String> others) {
        List<String> asked = List.copyOf(others);
        return reads.read(session -> MemberTable.sharing(session, user, asked));
    }
}
