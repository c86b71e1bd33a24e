package io.imbed.store.jdbc;

/** What a database wants done now and then, between two transactions. Threads: the writer's. */
interface Upkeep {
    /** Returned by {@link #millisUntilDue} where nothing is to be done. */
    long NEVER = Long.MAX_VALUE;

    Upkeep NONE = new Upkeep() {
        @Override
        public void written() {}

        @Override
        public long millisUntilDue() {
            return NEVER;
        }

        @Override
        public void run(Sessions sessions) {}
    };

    /** A transaction was committed. */
    void written();

    /** At most zero if it should run now. */
    long millisUntilDue();

    /** Afterwards it is due later, or never, also if it fails. */
    void run(Sessions sessions);
}
