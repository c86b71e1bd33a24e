package io.imbed.engine.model;

/** A place where a room may be, or not. */
enum Slot {
    /** A channel with an id that anybody may wish for. */
    NEWS("CHANNEL", "news"),
    MUSIC("CHANNEL", "music"),
    /** A group that the host makes. */
    HALL("GROUP", "hall"),
    /** A group that a user makes; another's is another room, and the last one made stands here. */
    CLUB("GROUP", null),
    /** That of alice and bob. */
    PAIR("DIRECT", null),
    /** What is attended. */
    STAGE("LIVE", "stage");

    final String kind;
    /** The room's id if it is known beforehand. */
    final String wished;

    Slot(String kind, String wished) {
        this.kind = kind;
        this.wished = wished;
    }
}
