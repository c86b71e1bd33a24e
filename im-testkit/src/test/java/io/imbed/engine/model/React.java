package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * react.
 *
 * @param name in whose name the host does it
 */
record React(Who who, Slot slot, int back, String name, String key, boolean on) implements RoomStep {
    private static final int MOST_KEYS = 20;
    private static final int MOST_OF_ONE = 10;

    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(),
                        Pick.slot(),
                        Pick.back(),
                        Pick.member(),
                        Arbitraries.frequency(Tuple.of(8, "+1"), Tuple.of(1, "👍"), Tuple.of(1, "ha ha")),
                        Arbitraries.of(true, true, false))
                .as(React::new);
    }

    @Override
    public String op() {
        return "react";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.addProperty("seq", Room.seq(world.room(slot), back));
        arguments.addProperty("key", key);
        arguments.addProperty("on", on);
        if (who.isHost()) arguments.addProperty("user", name);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        Post post = Rules.post(there, who, arguments.get("seq").getAsLong());
        Rules.notMuted(there, who, world.now);
        if (post.recalled) throw new Refused("FORBIDDEN");
        Who reactor = who.isHost() ? new Who(name, 1) : who;
        JsonObject before = post.view(there.id);
        Set<String> users = new LinkedHashSet<>(post.reactions.getOrDefault(key, Set.of()));
        if (on && !users.contains(reactor.user())) atMost(post, reactor.user());
        boolean changed = on ? users.add(reactor.user()) : users.remove(reactor.user());
        if (!changed) return new JsonObject();
        if (users.isEmpty()) post.reactions.remove(key);
        else post.reactions.put(key, users); // and where it stands, if it is there
        post.past.put(post.rev, before);
        post.rev = there.rev() + 1;
        JsonObject fields = World.fields("key", key);
        fields.addProperty("on", on);
        world.happen(there, reactor, "reaction", fields, post);
        return new JsonObject();
    }

    private void atMost(Post post, String user) {
        long own = post.reactions.values().stream()
                .filter(users -> users.contains(user))
                .count();
        boolean fits = post.reactions.containsKey(key) || post.reactions.size() < MOST_KEYS;
        if (own >= MOST_OF_ONE || !fits) throw new Refused("TOO_LARGE");
    }

    @Override
    public String toString() {
        return who + (on ? " reacts " : " does not react ") + key + " in " + slot + " (" + back + " back)"
                + (who.isHost() ? " as " + name : "");
    }
}
