package io.imbed.engine.model;

import java.util.List;

/** Who does something: a user on one of its two devices, or the host itself. */
record Who(String user, int device) {
    static final Who HOST = new Who("~system", 0);
    static final List<String> USERS = List.of("alice", "bob", "carol", "dave");
    /** Is never let in anywhere, and tries. */
    static final String OUTSIDER = "mallory";

    boolean isHost() {
        return equals(HOST);
    }

    @Override
    public String toString() {
        return isHost() ? "the host" : user + "/" + device;
    }
}
