package io.imbed;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Erases what a user has left behind, as data protection may ask: in every room, also those it has left long ago.
 *
 * <p>Each message it ever sent becomes a tombstone, as by a recall but without the name it was shown with; content, mentions,
 * meta, pin and others' reactions on it go, and so does what would tell a repeat of it, which is a CONFLICT from then on. Its
 * own reactions are taken back. What stays is its id, in those tombstones and in events, where others mention it, and what
 * rooms hold against it; and with {@link Scope#CONTENT} its name where the log says that it joined.
 *
 * <p>Every change is an event: clients that are there wipe what they show, others when they come back. No before-hook is
 * asked about a message or a reaction, after-hooks are told. A room is erased a hundred messages at a time, between which
 * everybody else is served.
 *
 * <p>First sign the user out and see that it cannot come back ({@link Sessions#signOut}, the host's own accounts, or
 * {@link Rooms#ban}): what it sends while it is erased may be missed. A call that failed, or ended with the server, is called
 * again and goes on with what is left; one that finds nothing left changes nothing.
 *
 * <p>Threads: any; nothing here blocks, stages complete on hook threads.
 */
public interface Erasure {
    /** What goes. */
    enum Scope {
        /** What the user has sent, and its reactions. */
        CONTENT,
        /**
         * Also its memberships, as by {@link Rooms#kick}, which hooks may reject, and its name: where the log says that it joined,
         * its id stands instead. Memberships of DIRECT rooms, which have two members for ever, stay, under the id.
         */
        CONTENT_AND_MEMBERSHIPS
    }

    /** Erases a user's content. */
    default CompletionStage<Erased> erase(String user) {
        return erase(user, Scope.CONTENT, progress -> {});
    }

    /**
     * Erases a user.
     *
     * @param progress told after every step what was erased so far, one call at a time on a hook thread; the next step begins
     *     when it returns. What it throws is logged
     * @return what was erased by this call. Fails with UNAVAILABLE if the storage does not answer or takes nothing now; what
     *     was erased until then stays so
     */
    CompletionStage<Erased> erase(String user, Scope scope, Consumer<Erased> progress);

    /**
     * What one call has changed.
     *
     * @param rooms in which the user had left something
     * @param messages that had not been erased before
     * @param reactions taken back
     * @param memberships ended
     */
    record Erased(long rooms, long messages, long reactions, long memberships) {
        public static final Erased NOTHING = new Erased(0, 0, 0, 0);
    }
}
