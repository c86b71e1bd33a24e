package io.imbed.internal.room;

/**
 * One session's place in one room: a cursor, not a buffer. Behind the lane it is given pages; at the lane's cursor it is
 * live and given what the lane delivers.
 *
 * <p>Threads: the room's lane, except {@link #room} and {@link #subscriber}.
 */
public final class Follower {
    private final LiveRoom room;
    private final Subscriber subscriber;
    private final long joinedSeq;
    private long rev;
    private State state = State.NEW;
    private int place; // among those that are live

    enum State {
        NEW,
        /** Attends, and has not said yet from where it follows. */
        ENTERED,
        BEHIND,
        LIVE,
        ENDED
    }

    /** @param joinedSeq where its user's membership began */
    Follower(LiveRoom room, Subscriber subscriber, long joinedSeq) {
        this.room = room;
        this.subscriber = subscriber;
        this.joinedSeq = joinedSeq;
    }

    public String room() {
        return room.id();
    }

    long joinedSeq() {
        return joinedSeq;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /** The last event it was given, while behind. */
    long rev() {
        return rev;
    }

    State state() {
        return state;
    }

    int place() {
        return place;
    }

    void place(int index) {
        place = index;
    }

    void enter() {
        state = State.ENTERED;
    }

    void behind(long at) {
        state = State.BEHIND;
        rev = at;
    }

    void live() {
        state = State.LIVE;
    }

    void end() {
        state = State.ENDED;
    }

    /** Stops following; for the session's end. Threads: any. */
    public void stop() {
        room.lane().execute(() -> {
            room.followers().remove(this);
            room.typists().ended(subscriber);
        });
    }
}
