package io.imbed.internal.room;

import io.imbed.protocol.Result;
import java.util.Arrays;
import java.util.HashMap;
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
    record Known(String sender, String cid, String digest, CompletableFuture<Result.Sent> result) {
        /** A repeat gets the same answer, marked as a duplicate. */
        void joinedBy(SendCommand repeat) {
            result.whenComplete((sent, error) -> {
                if (error != null) repeat.fail(error);
                else repeat.answer(new Result.Sent(sent.seq(), sent.rev(), sent.at(), true, sent.content()));
            });
        }

        private Key key() {
            return new Key(sender, cid);
        }
    }

    private record Key(String sender, String cid) {
        /** The sender's is spread: of ids that are counted up, sums are soon the same. */
        @Override
        public int hashCode() {
            return sender.hashCode() * 0x9E3779B9 + cid.hashCode();
        }
    }

    private final Map<Key, Known> pending = new HashMap<>(4);
    /** Those stored, round and round. Their hashes lie beside them in one piece, as they are looked through at each send. */
    private @Nullable Known[] stored = {};

    private int[] hashes = {};
    private int next;

    @Nullable Known find(String sender, String cid) {
        Key key = new Key(sender, cid);
        Known known = pending.get(key);
        if (known != null) return known;
        int place = place(key);
        return place < 0 ? null : stored[place];
    }

    private int place(Key key) {
        int hash = key.hashCode();
        for (int i = 0; i < hashes.length; i++) {
            if (hashes[i] != hash) continue;
            Known known = stored[i];
            if (known != null && known.key().equals(key)) return i;
        }
        return -1;
    }

    /** Remembers a send until it fails, or is stored and many others after it. Its result completes on the lane. */
    void add(Known send) {
        Key key = send.key();
        pending.put(key, send);
        send.result().whenComplete((sent, error) -> {
            pending.remove(key);
            if (error == null) keep(send, key.hashCode());
        });
    }

    private void keep(Known send, int hash) {
        if (stored.length == 0) {
            stored = new @Nullable Known[KEEP];
            hashes = new int[KEEP];
        }
        stored[next] = send;
        hashes[next] = hash;
        next = (next + 1) % KEEP;
    }

    /** Forgets a send that was stored. */
    void forget(String sender, String cid) {
        int place = place(new Key(sender, cid));
        if (place >= 0) stored[place] = null;
    }

    /** Forgets all that were stored. */
    void forgetAll() {
        Arrays.fill(stored, null);
    }

    boolean hasPending() {
        return !pending.isEmpty();
    }
}
