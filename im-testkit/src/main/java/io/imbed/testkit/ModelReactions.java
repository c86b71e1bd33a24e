package io.imbed.testkit;

import io.imbed.protocol.Reaction;
import io.imbed.spi.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The reactions in a {@link ModelRoom}, in the order in which they came. Threads: one. */
final class ModelReactions {
    private record One(long seq, String key, String user) {}

    private final List<One> all = new ArrayList<>();

    void addAll(ModelReactions others) {
        all.addAll(others.all);
    }

    /** Answers whether that changes anything. */
    boolean set(Change.React react) {
        One one = new One(react.seq(), react.key(), react.user());
        if (!react.on()) return all.remove(one);
        return !all.contains(one) && all.add(one);
    }

    void wipe(long seq) {
        all.removeIf(each -> each.seq() == seq);
    }

    /** What a message shows of its reactions. */
    List<Reaction> shown(long seq) {
        Map<String, List<String>> byKey = new LinkedHashMap<>();
        for (One each : all) {
            if (each.seq() == seq)
                byKey.computeIfAbsent(each.key(), key -> new ArrayList<>()).add(each.user());
        }
        List<Reaction> shown = new ArrayList<>();
        byKey.forEach((key, users) -> shown.add(
                new Reaction(key, users.size(), users.subList(0, Math.min(users.size(), Reaction.MAX_USERS)))));
        return shown;
    }

    /** The keys of a user's reactions to a message. */
    Set<String> of(long seq, String user) {
        Set<String> keys = new TreeSet<>();
        for (One each : all) if (each.seq() == seq && each.user().equals(user)) keys.add(each.key());
        return keys;
    }
}
