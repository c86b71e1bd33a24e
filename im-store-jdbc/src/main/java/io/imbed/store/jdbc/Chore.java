package io.imbed.store.jdbc;

import io.imbed.spi.Entry;
import java.util.List;

/** What a database wants done now and then, between two transactions. Threads: the writer's. */
interface Chore {
    /** Returned by {@link #millisUntilDue} where nothing is to be done. */
    long NEVER = Long.MAX_VALUE;

    Chore NONE = new Chore() {
        @Override
        public void written(List<Entry> entries) {}

        @Override
        public long millisUntilDue() {
            return NEVER;
        }

        @Override
        public boolean run(Sessions sessions) {
            return false;
        }
    };

    /** An append of these was committed, or none of them was. */
    void written(List<Entry> entries);

    /** At most zero if it should run now. */
    long millisUntilDue();

    /** Afterwards it is due later, or never, also if it fails. Returns whether it has written anything. */
    boolean run(Sessions sessions);
}
