package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * edit.
 *
 * @param own counts back among the sender's own
 */
record Edit(Who who, Slot slot, int back, boolean own, How how, List<String> mentions) implements RoomStep {
    enum How {
        OTHER_WORDS,
        SAME_WORDS,
        ANOTHER_TYPE
    }

    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(),
                        Pick.slot(),
                        Pick.back(),
                        Arbitraries.of(true, true, true, false),
                        Arbitraries.frequency(
                                Tuple.of(6, How.OTHER_WORDS),
                                Tuple.of(2, How.SAME_WORDS),
                                Tuple.of(1, How.ANOTHER_TYPE)),
                        Pick.mentions())
                .as(Edit::new);
    }

    @Override
    public String op() {
        return "edit";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        Room room = world.room(slot);
        long seq = own ? Room.seq(room, who, back) : Room.seq(room, back);
        arguments.addProperty("seq", seq);
        Post post = room == null ? null : room.post(seq);
        boolean image = post != null && !post.recalled && post.type().equals("image");
        boolean same = how == How.SAME_WORDS && post != null && !post.recalled;
        boolean toImage = image != (how == How.ANOTHER_TYPE);
        arguments.add(
                "content",
                same ? post.content : Send.content(world.newWords(), toImage ? Send.Kind.IMAGE : Send.Kind.TEXT));
        if (same) {
            if (!post.mentions.isEmpty()) arguments.add("mentions", post.mentions);
        } else if (!mentions.isEmpty()) {
            arguments.add("mentions", Send.array(mentions));
        }
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        Room there = Rules.member(room, who);
        Post post = Rules.post(there, who, arguments.get("seq").getAsLong());
        Rules.maySpeak(there, who, world.now);
        JsonArray newMentions = arguments.has("mentions") ? arguments.getAsJsonArray("mentions") : new JsonArray();
        Rules.mayMention(there, who, newMentions);
        if (!who.isHost() && !post.sender.equals(who.user())) throw new Refused("FORBIDDEN");
        if (post.recalled) throw new Refused("FORBIDDEN");
        JsonObject content = arguments.getAsJsonObject("content");
        if (!content.get("type").getAsString().equals(post.type())) throw new Refused("BAD_REQUEST");
        if (content.equals(post.content) && newMentions.equals(post.mentions)) return new JsonObject();
        if (!content.equals(post.content)) world.buried.addAll(Set.copyOf(Play.words(post.content.toString())));
        post.past.clear();
        post.content = content;
        post.mentions = newMentions;
        post.editedAt = world.now;
        post.rev = post.shownRev = there.rev() + 1;
        world.happen(there, who, "edited", new JsonObject(), post);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " edits " + (own ? "its own" : "any") + " in " + slot + " " + how + " (" + back + " back)"
                + (mentions.isEmpty() ? "" : " @" + mentions);
    }
}
