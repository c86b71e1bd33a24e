package io.imbed.store.jdbc;

import io.imbed.spi.Entry;
import java.util.List;

/** Several chores; what one of them writes, the others are told of like anything that is written. Threads: the writer's. */
final class Chores implements Chore {
    private final List<Chore> all;

    Chores(Chore... all) {
        this.all = List.of(all);
    }

    @Override
    public void written(List<Entry> entries) {
        for (Chore chore : all) chore.written(entries);
    }

    @Override
    public long millisUntilDue() {
        return all.stream().mapToLong(Chore::millisUntilDue).min().orElse(NEVER);
    }

    @Override
    public boolean run(Sessions sessions) {
        boolean wrote = false;
        for (Chore chore : all) {
            if (chore.millisUntilDue() <= 0) wrote |= chore.run(sessions);
        }
        if (wrote) written(List.of());
        return wrote;
    }
}
