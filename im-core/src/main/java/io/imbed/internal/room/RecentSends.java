package io.imbed.internal.room;

import io.imbed.protocol.Result;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A room's sends under way, and those just stored: a repeat joins their answer instead of asking hooks and storage again.
 * The storage settles what is older. Threads: the room's lane.
 */
final class RecentSends {
    /** Of those stored: a repeat comes after a reconnect, soon in a room where little happens. */
    private static final int KEEP = 16;

    /** @param digest of what the client submitted */
    record Known(String digest, CompletableFuture<Result.Sent> result) {
        /** A repeat gets the same answer, marked as a duplicate. */
        void joinedBy(SendCommand repeat) {
            result.whenComplete((sent, error) -> {
                if (error != null) repeat.fail(error);
                else repeat.answer(new Result.Sent(sent.seq(), sent.rev(), sent.at(), true, sent.content()));
            });
        }
    }

    private final Map<Key, Known> byCid = new LinkedHashMap<>(4);
    private int pending;

    private record Key(String sender, String cid) {}

    @Nullable Known find(String sender, String cid) {
        return byCid.get(new Key(sender, cid));
    }

    /** Remembers a send until it fails, or is stored and many others after it. {@code result} completes on the lane. */
    void add(String sender, String cid, Known send) {
        Key key = new Key(sender, cid);
        byCid.put(key, send);
        pending++;
        send.result().whenComplete((sent, error) -> {
            pending--;
            if (error != null) byCid.remove(key, send);
            else forgetOldest();
        });
    }

    /** Forgets a send that was stored. */
    void forget(String sender, String cid) {
        byCid.computeIfPresent(
                new Key(sender, cid), (key, send) -> send.result().isDone() ? null : send);
    }

    /** Forgets all that were stored. */
    void forgetAll() {
        byCid.values().removeIf(send -> send.result().isDone());
    }

    private void forgetOldest() {
        Iterator<Known> eldest = byCid.values().iterator();
        while (byCid.size() - pending > KEEP && eldest.hasNext()) {
            if (eldest.next().result().isDone()) eldest.remove();
        }
    }

    boolean hasPending() {
        return pending > 0;
    }
}
