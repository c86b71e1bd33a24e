package io.imbed.store.jdbc;

import io.imbed.protocol.Durability;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Whether the rooms' logs in a SQLite file are the ones that clients have seen. A storage that is weaker than {@link Durability#DISK} may come
 * back without its last events; new ones would get their numbers, and a client's cursor would pass over them. So if such a one
 * was not closed, all rooms begin another epoch, and every cursor is answered with a reset.
 *
 * <p>Threads: one.
 */
final class Life {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Life() {}

    /** Returns whether all rooms have begun another epoch. */
    static boolean begin(Session session, Dialect dialect, Durability durability, boolean restored) {
        boolean weak = durability != Durability.DISK;
        // What follows must not be lost itself.
        if (weak) session.execute("PRAGMA synchronous = FULL");
        dialect.begin(session);
        boolean unclean =
                session.one(row -> row.flag(), "SELECT weakly_open FROM $life").orElse(false);
        boolean anew = unclean || restored;
        if (anew) beginEpochs(session);
        session.update("UPDATE $life SET weakly_open = ?", weak);
        dialect.commit(session);
        if (weak) session.execute("PRAGMA synchronous = NORMAL");
        return anew;
    }

    /** Everything is on the disk before this says so. */
    static void end(Session session, Dialect dialect, Durability durability) {
        if (durability == Durability.DISK) return;
        session.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        session.execute("PRAGMA synchronous = FULL");
        dialect.begin(session);
        session.update("UPDATE $life SET weakly_open = 0");
        dialect.commit(session);
    }

    /** All rooms begin another epoch. */
    static void beginEpochs(Session session) {
        session.update("UPDATE $room SET epoch = ?", newEpoch());
    }

    static String newEpoch() {
        byte[] bytes = new byte[12];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
