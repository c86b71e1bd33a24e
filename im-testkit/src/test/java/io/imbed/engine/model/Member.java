package io.imbed.engine.model;

import com.google.gson.JsonObject;

/** A member as the model keeps it. */
final class Member {
    final String user;
    final long joinedAt;
    final long joinedSeq;
    String role;
    long read;
    long delivered;
    /** Its own settings, whole. */
    JsonObject mine = Settings.OWN;

    Member(String user, String role, long joinedAt, long seq) {
        this.user = user;
        this.role = role;
        this.joinedAt = joinedAt;
        this.joinedSeq = seq;
        this.read = seq;
        this.delivered = seq;
    }

    boolean readsInPrivate() {
        return mine.get("privateReading").getAsBoolean();
    }

    /** Something new was said. */
    void show() {
        mine = Settings.with(mine, Settings.json("{hidden:false}"));
    }

    int rank() {
        return Rules.rank(role);
    }
}
