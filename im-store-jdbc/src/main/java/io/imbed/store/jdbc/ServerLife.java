package io.imbed.store.jdbc;

/**
 * What {@link Life} is for a SQLite file, for a database that has a life of its own. Nodes come and go without anything being
 * lost; where less than the disk is demanded, something may be lost when the database ends. So it is noted which of its lives
 * was written to, and whoever finds it in another one, a node that opens or one that goes on writing, lets all rooms begin
 * another epoch.
 *
 * <p>Threads: one at a time.
 */
final class ServerLife {
    private record Noted(boolean weak, String alive) {}

    private ServerLife() {}

    /**
     * Notes how the database is used from now on.
     *
     * @param weak whether less than the disk is enough
     * @return whether all rooms have begun another epoch
     */
    static boolean begin(Session session, ServerDialect dialect, boolean weak) {
        return dialect.inTransaction(session, () -> {
            Noted noted = session.one(
                            row -> new Noted(row.flag(), row.text()),
                            "SELECT weakly_open, alive FROM $life" + session.forUpdate())
                    .orElseThrow(() -> new IllegalStateException("the table life has no row"));
            // A database that nobody has used weakly loses nothing, and does not have to be asked.
            if (!weak && !noted.weak()) return false;
            String alive = dialect.word(session).orElseGet(() -> dialect.newWord(session));
            boolean same = alive.equals(noted.alive());
            boolean lost = noted.weak() && !same;
            if (lost) session.update("UPDATE $room SET epoch = ?", Life.newEpoch());
            if (lost && dialect.shared()) ChangeTable.lose(session);
            // While the database lives on, it may still lose what a node wrote weakly before.
            session.update("UPDATE $life SET weakly_open = ?, alive = ?", weak || same, alive);
            return lost;
        });
    }
}
