package io.imbed.engine.model;

/** A member as the model keeps it. */
final class Member {
    final String user;
    final long joinedAt;
    final long joinedSeq;
    String role;
    long read;
    long delivered;

    Member(String user, String role, long joinedAt, long seq) {
        this.user = user;
        this.role = role;
        this.joinedAt = joinedAt;
        this.joinedSeq = seq;
        this.read = seq;
        this.delivered = seq;
    }

    int rank() {
        return Rules.rank(role);
    }
}
