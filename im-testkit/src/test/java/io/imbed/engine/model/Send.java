package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * send.
 *
 * @param what a new message, or an earlier one of the sender's once more
 * @param back which earlier one; of a new one, which message it answers, and none if 0
 */
record Send(Who who, Slot slot, What what, Kind kind, int back, List<String> mentions) implements RoomStep {
    enum What {
        NEW,
        AGAIN,
        OTHER_WITH_THE_CID
    }

    enum Kind {
        TEXT,
        LONG_TEXT,
        IMAGE,
        WITH_META
    }

    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody(),
                        Pick.slot(),
                        Arbitraries.frequency(
                                Tuple.of(8, What.NEW), Tuple.of(3, What.AGAIN), Tuple.of(1, What.OTHER_WITH_THE_CID)),
                        Arbitraries.frequency(
                                Tuple.of(4, Kind.TEXT),
                                Tuple.of(1, Kind.LONG_TEXT),
                                Tuple.of(1, Kind.IMAGE),
                                Tuple.of(1, Kind.WITH_META)),
                        Pick.back(),
                        Pick.mentions())
                .as(Send::new);
    }

    @Override
    public String op() {
        return "send";
    }

    private List<JsonObject> earlier(World world) {
        List<JsonObject> earlier =
                world.sends.computeIfAbsent(who.user() + " " + world.id(slot), key -> new ArrayList<>());
        Room room = world.room(slot);
        if (room != null) earlier.removeIf(draft -> isLost(room, draft));
        return earlier;
    }

    /** What is not kept any more may be known as a repeat still, or be taken for new. */
    private static boolean isLost(Room room, JsonObject draft) {
        return room.posts.stream().anyMatch(post -> room.isLost(post.seq) && post.submitted.equals(draft));
    }

    @Override
    public void say(World world, JsonObject arguments) {
        List<JsonObject> earlier = earlier(world);
        boolean fresh = what == What.NEW || earlier.isEmpty();
        JsonObject draft = what == What.AGAIN && !fresh ? pick(earlier) : draft(world, world.room(slot));
        if (what == What.OTHER_WITH_THE_CID && !fresh)
            draft.add("cid", pick(earlier).get("cid"));
        draft.entrySet().forEach(each -> arguments.add(each.getKey(), each.getValue()));
        if (fresh) earlier.add(draft);
    }

    private JsonObject pick(List<JsonObject> earlier) {
        return earlier.get(Math.max(0, earlier.size() - 1 - Math.max(0, back)));
    }

    private JsonObject draft(World world, @Nullable Room room) {
        String words = world.newWords();
        JsonObject draft = World.fields("cid", "c" + words.replace("~", ""));
        draft.add("content", content(words, kind));
        if (kind == Kind.WITH_META) draft.add("meta", World.fields("note", world.newWords()));
        if (back < 0 || (back > 0 && room != null && room.seq() > 0))
            draft.addProperty("replyTo", Room.seq(room, back));
        if (!mentions.isEmpty()) draft.add("mentions", array(mentions));
        return draft;
    }

    static JsonObject content(String words, Kind kind) {
        if (kind == Kind.IMAGE) return World.fields("type", "image", "fallback", words, "url", "u");
        return World.fields("type", "text", "text", kind == Kind.LONG_TEXT ? words + "x".repeat(250) : words);
    }

    static JsonArray array(List<String> strings) {
        JsonArray array = new JsonArray();
        strings.forEach(array::add);
        return array;
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        if (room == null) throw new Refused("NOT_FOUND");
        JsonObject submitted = arguments.deepCopy();
        submitted.remove("room");
        Post before = room.sent(who.user(), submitted.get("cid").getAsString());
        if (before != null && before.submitted.equals(submitted)) return repeated(before);
        try {
            Rules.member(room, who);
            Rules.maySpeak(room, who, world.now);
            if (submitted.has("mentions")) Rules.mayMention(room, who, submitted.getAsJsonArray("mentions"));
            Rules.notTooSoon(room, who, world.now);
            if (submitted.has("replyTo")) answers(room, submitted.get("replyTo").getAsLong());
        } catch (Refused refused) {
            // A conflict and a refusal: either is true.
            if (before == null) throw refused;
            throw new Refused(refused.getMessage() + "|CONFLICT");
        }
        if (before != null) throw new Refused("CONFLICT");
        return post(world, room, submitted);
    }

    /** What is not kept any more may be answered, what may not be seen may not. */
    private void answers(Room room, long seq) {
        if (seq > room.seq() || room.hides(who.user(), seq)) throw new Refused("NOT_FOUND");
    }

    private JsonObject post(World world, Room room, JsonObject submitted) {
        Post post = new Post(room.seq() + 1, room.rev() + 1, who.user(), world.now, submitted);
        post.words().forEach(each -> world.buried.removeAll(Play.words(each.toString()))); // said in an earlier life
        room.posts.add(post);
        Member sender = room.members.get(who.user());
        if (sender != null) sender.read = sender.delivered = post.seq;
        room.members.values().forEach(Member::show);
        if (room.setting("slowMs") > 0 && room.member(who.user()) != null) room.spoke.put(who.user(), world.now);
        world.happen(room, who, "message", new JsonObject(), post);
        return position(post);
    }

    private static JsonObject repeated(Post post) {
        JsonObject reply = position(post);
        reply.addProperty("dup", true);
        boolean other = !post.recalled && !post.content.equals(post.submitted.get("content"));
        if (other) reply.add("content", post.content);
        return reply;
    }

    private static JsonObject position(Post post) {
        JsonObject reply = new JsonObject();
        reply.addProperty("seq", post.seq);
        reply.addProperty("rev", post.firstRev);
        reply.addProperty("at", post.at);
        return reply;
    }

    @Override
    public String toString() {
        return who + " sends to " + slot + " " + what + " " + kind + " (" + back + " back)"
                + (mentions.isEmpty() ? "" : " @" + mentions);
    }
}
