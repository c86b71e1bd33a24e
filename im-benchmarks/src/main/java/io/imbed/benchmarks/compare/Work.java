package io.imbed.benchmarks.compare;

import java.time.Duration;

/**
 * What members do.
 *
 * @param talkers of each room that talks
 * @param talkingRooms how many rooms talk: the first ones
 * @param inFlight in a closed loop, how many messages of one talker are on their way: each one that comes back to it is
 *     followed by the next; 0 in an open loop
 * @param perSecond in an open loop, messages of all talkers together, each due at a time of its own; 0 in a closed loop
 */
record Work(
        String name,
        int rooms,
        int membersEach,
        int talkers,
        int talkingRooms,
        int inFlight,
        double perSecond,
        Duration warmUp,
        Duration measured) {
    /** Of each message, as its sender wrote it. */
    static final int TEXT_BYTES = 100;

    int members() {
        return rooms * membersEach;
    }

    boolean talks(int room, int placeInRoom) {
        return room < talkingRooms && placeInRoom < talkers;
    }

    boolean closedLoop() {
        return inFlight > 0;
    }

    String inWords() {
        String how = closedLoop()
                ? "as fast as it goes, " + inFlight + " in flight for each who talks"
                : "%.0f messages a second in all".formatted(perSecond);
        String where = rooms == 1 ? "one room" : "%,d rooms of %,d".formatted(rooms, membersEach);
        return "%,d connections in %s, %,d of them talk: %s; %d bytes of text"
                .formatted(members(), where, talkers * talkingRooms, how, TEXT_BYTES);
    }
}
