package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * The host adds a message from elsewhere to a room in use, as of now.
 *
 * @param sender in whose name, member or not; it moves nobody's mark
 * @param times of which only the first stores it
 */
record Import(Slot slot, String sender, List<String> mentions, int times) implements Step {
    static Arbitrary<Step> any() {
        return Combinators.combine(Pick.slot(), Pick.target(), Pick.mentions(), Arbitraries.of(1, 1, 2))
                .as(Import::new);
    }

    @Override
    public void play(Play play) {
        World world = play.world();
        Room room = world.room(slot);
        String words = world.newWords();
        JsonObject said = World.fields("cid", "i" + words.replace("~", ""));
        said.add("content", Send.content(words, Send.Kind.TEXT));
        if (!mentions.isEmpty()) said.add("mentions", Send.array(mentions));
        JsonObject request = said.deepCopy();
        request.addProperty("room", world.id(slot));
        request.addProperty("sender", sender);
        request.addProperty("at", world.now);
        for (int time = 1; time <= times; time++) {
            JsonObject expected = room == null ? new Refused("NOT_FOUND").reply() : reply(room, time);
            if (room != null && time == 1) store(world, room, said);
            play.compare(expected, play.ask(Who.HOST, "import", request));
        }
    }

    private static JsonObject reply(Room room, int time) {
        JsonObject reply = new JsonObject();
        JsonArray seqs = new JsonArray();
        seqs.add(time == 1 ? room.seq() + 1 : room.seq());
        reply.add("seqs", seqs);
        reply.addProperty("stored", time == 1 ? 1 : 0);
        return reply;
    }

    private void store(World world, Room room, JsonObject said) {
        Post post = new Post(room.seq() + 1, room.rev() + 1, sender, world.now, said);
        room.posts.add(post);
        room.members.values().forEach(Member::show);
        world.happen(room, new Who(sender, 1), "message", new JsonObject(), post);
    }

    @Override
    public String toString() {
        return "the host imports a message of " + sender + "'s into " + slot + " x" + times
                + (mentions.isEmpty() ? "" : " @" + mentions);
    }
}
