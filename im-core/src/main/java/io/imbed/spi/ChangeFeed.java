package io.imbed.spi;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What appends have done to rooms, in the order in which they took effect. By asking it again and again a node that shares
 * a storage learns what the others have committed.
 *
 * <p>Tokens are exact: whatever takes effect after a token was read has a higher one, and none becomes visible behind
 * a higher one that was visible before. So nothing is ever passed over by a reader that asks while appends commit.
 *
 * <p>Threads: called by many at once and must not block them; stages complete on any thread. A stage that fails may be
 * tried again.
 */
public interface ChangeFeed {
    /** The token of the newest change. */
    CompletionStage<Long> now();

    /**
     * What came after a token, eldest first. Several changes of one room may be told as one.
     *
     * @param limit how many changes at most, at least 1
     */
    CompletionStage<Changes> since(long token, int limit);

    /**
     * @param token up to which this tells everything: from where to ask on
     * @param more whether there is more behind it already
     * @param lost the token asked for is older than what is kept, or from another life of the feed: anything may have
     *     changed in any room, and nothing is listed
     */
    record Changes(List<Changed> rooms, long token, boolean more, boolean lost) {
        public Changes {
            rooms = List.copyOf(rooms);
        }
    }

    /**
     * What was done to one room. Appends that move nothing but marks and members' own settings are left out.
     *
     * @param epoch the life of the room that it was done in
     * @param firstRev the first of its events, one above {@code lastRev} if it has none
     * @param lastRev the room's last event then
     * @param policy the room's policy version after it, if it raised it, else 0
     * @param dropped whether that life is over
     */
    record Changed(String room, String epoch, long firstRev, long lastRev, long policy, boolean dropped) {
        /** This and what was done next to the same life of the same room, as one. */
        public Changed and(Changed next) {
            return new Changed(
                    room,
                    epoch,
                    Math.min(firstRev, next.firstRev),
                    Math.max(lastRev, next.lastRev),
                    Math.max(policy, next.policy),
                    dropped || next.dropped);
        }
    }
}
