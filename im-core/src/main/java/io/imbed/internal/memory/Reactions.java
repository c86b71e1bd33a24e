package io.imbed.internal.memory;

import io.imbed.protocol.Reaction;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who has reacted to one message with what, in the order of reacting.
 *
 * <p>Threads: guarded by the room that owns it.
 */
final class Reactions {
    private final Map<String, Set<String>> usersByKey = new LinkedHashMap<>(2);

    boolean has(String user, String key) {
        return usersByKey.getOrDefault(key, Set.of()).contains(user);
    }

    /** The keys of one user. */
    Set<String> of(String user) {
        Set<String> keys = new HashSet<>();
        usersByKey.forEach((key, users) -> {
            if (users.contains(user)) keys.add(key);
        });
        return keys;
    }

    void put(String user, String key, boolean on) {
        Set<String> users = usersByKey.computeIfAbsent(key, k -> new LinkedHashSet<>(2));
        if (on) users.add(user);
        else users.remove(user);
        if (users.isEmpty()) usersByKey.remove(key);
    }

    boolean isEmpty() {
        return usersByKey.isEmpty();
    }

    /** What a message shows of them once this one is added, or taken back. */
    List<Reaction> after(String user, String key, boolean on) {
        List<Reaction> shown = new ArrayList<>(usersByKey.size() + 1);
        usersByKey.forEach((each, users) -> {
            boolean changes = each.equals(key);
            long count = users.size() + (changes ? on ? 1 : -1 : 0);
            if (count > 0) shown.add(new Reaction(each, count, changes ? firstAfter(users, user, on) : first(users)));
        });
        if (on && !usersByKey.containsKey(key)) shown.add(new Reaction(key, 1, List.of(user)));
        return shown;
    }

    private static List<String> first(Set<String> users) {
        return users.stream().limit(Reaction.MAX_USERS).toList();
    }

    private static List<String> firstAfter(Set<String> users, String user, boolean on) {
        List<String> first = new ArrayList<>(Reaction.MAX_USERS);
        for (String each : users) {
            if (first.size() == Reaction.MAX_USERS) return first;
            if (on || !each.equals(user)) first.add(each);
        }
        if (on && first.size() < Reaction.MAX_USERS) first.add(user);
        return first;
    }
}
