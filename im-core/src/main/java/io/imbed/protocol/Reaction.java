package io.imbed.protocol;

import java.util.ArrayList;
import java.util.List;

/**
 * How many users have reacted to a message with the same key.
 *
 * @param key an emoji or a word, 1 to 32 characters
 * @param count of users, at least 1
 * @param users the first of them, at most 20, in the order in which they reacted
 */
public record Reaction(String key, long count, List<String> users) {
    public static final int MAX_KEY = 32;
    public static final int MAX_USERS = 20;

    public Reaction {
        users = List.copyOf(users);
    }

    /** Throws {@link IllegalArgumentException} for what can be no key. */
    public static String requireKey(String key) {
        String fault =
                key.length() > MAX_KEY ? "has " + key.length() + " characters, limit " + MAX_KEY : PlainText.fault(key);
        if (fault != null) throw new IllegalArgumentException("key " + fault);
        return key;
    }

    /** What becomes of reactions when a user adds one with this key that it does not have, or takes back one that it has. */
    public static List<Reaction> after(List<Reaction> before, String key, String user, boolean on) {
        List<Reaction> after = new ArrayList<>(before.size() + 1);
        boolean found = false;
        for (Reaction each : before) {
            boolean same = each.key.equals(key);
            found |= same;
            if (!same) after.add(each);
            else if (on) after.add(each.plus(user));
            else if (each.count > 1) after.add(each.minus(user));
        }
        if (on && !found) after.add(new Reaction(key, 1, List.of(user)));
        return List.copyOf(after);
    }

    private Reaction plus(String user) {
        if (users.size() >= MAX_USERS || users.size() < count) return new Reaction(key, count + 1, users);
        List<String> more = new ArrayList<>(users);
        more.add(user);
        return new Reaction(key, count + 1, more);
    }

    /** Who follows the first twenty is not known here, so one that goes leaves a place empty. */
    private Reaction minus(String user) {
        List<String> fewer = new ArrayList<>(users);
        fewer.remove(user);
        return new Reaction(key, count - 1, fewer);
    }
}
