package io.imbed.spi;

import io.imbed.Draft;
import io.imbed.Identity;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Messages that the host wrote in transactions of its own and that are in no log yet. They are committed with whatever else
 * the transaction did, and the engine appends each of them exactly once, also after a crash in between: the entry that posts
 * one {@linkplain Change.Take takes} it in the same atomic step.
 *
 * <p>Threads: called by many at once and must not block them; stages complete on any thread.
 */
public interface PendingSends {
    /** What the engine has to say to whoever writes them. Threads: any; does not block. */
    interface Intake {
        /**
         * Looks at a message before it is written, so that the host hears at once what would be refused later.
         *
         * @throws io.imbed.protocol.RefusedException if it is larger than the server takes, or not well formed
         */
        void check(Draft draft);

        /** Some may have been committed: they are appended now, and not when they are looked for next. */
        void arrived();
    }

    /**
     * One that was committed.
     *
     * @param id its own, in the order of writing within a transaction
     * @param hooks whether before-hooks are asked
     */
    record Pending(long id, String room, Identity sender, String cid, Draft draft, boolean hooks) {}

    /** The engine is there. Called once, before anything else. */
    void attach(Intake intake);

    /** The oldest by id that are not set aside, at most {@code limit}. They stay until they are taken. */
    CompletionStage<List<Pending>> next(int limit);

    /** Its message was stored before: it goes. Nothing if it has gone. */
    CompletionStage<Void> discard(long id);

    /**
     * It was refused and never will be stored: it is kept for the host to look at, and not offered again. Nothing if it has
     * gone.
     *
     * @param code of the refusal, {@code why} its text
     */
    CompletionStage<Void> setAside(long id, String code, String why);
}
