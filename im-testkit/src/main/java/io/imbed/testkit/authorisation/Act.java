package io.imbed.testkit.authorisation;

/**
 * What a row of the table sends, and how it shows that it was done.
 *
 * @param arguments beside the room, as they stand in the JSON; {@link Room#fill} puts a room's own facts in
 * @param changes whether it leaves the room, or who is in it, other than it was
 */
record Act(String op, String arguments, boolean changes, Effect effect) {
    /** Whether it was done. */
    @FunctionalInterface
    interface Effect {
        boolean shows(Aftermath after) throws Exception;
    }

    /** The arguments of a request for it. */
    String in(Room room, String user) {
        return on(room.id(), room.fill(arguments, user));
    }

    /** As {@link #in}, of another room than the facts are of. */
    static String on(String room, String filled) {
        return "\"room\":\"" + room + "\"" + (filled.isEmpty() ? "" : "," + filled);
    }
}
