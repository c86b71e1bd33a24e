package io.imbed.engine.model;

import com.google.gson.JsonObject;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * room.update of settings.
 *
 * @param patch JSON, as it is said
 * @param title null for none; the host has an op of its own for it
 */
record Configure(Who who, Slot slot, String patch, String title) implements RoomStep {
    /** What is seen to work comes first, and often; and so does what undoes it. */
    private static final List<String> PARTS = List.of(
            "history:joined",
            "history:joined",
            "history:all",
            "post:admin",
            "post:member",
            "slowMs:30000",
            "slowMs:5000",
            "slowMs:0",
            "mentionAll:admin",
            "mentionAll:member",
            "mentionAll:owner",
            "recallMs:0",
            "recallMs:30000",
            "recallMs:120000",
            "maxMembers:2",
            "maxMembers:3",
            "maxMembers:1000",
            "receipts:false",
            "receipts:true",
            "typing:false",
            "typing:true",
            "presence:false",
            "presence:true",
            "keep:2",
            "keep:5",
            "keep:0",
            "keepMs:86400000",
            "keepMs:0",
            "join:invited",
            "join:open");

    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Pick.anybody()), Tuple.of(1, Arbitraries.just(new Who("alice", 1)))),
                        Pick.slot(),
                        patch(PARTS),
                        Pick.title().injectNull(0.8))
                .as(Configure::new);
    }

    /** Of some of these parts, each once. */
    static Arbitrary<String> patch(List<String> parts) {
        return Arbitraries.of(parts)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .uniqueElements(part -> part.substring(0, part.indexOf(':')))
                .map(some -> "{" + String.join(",", some) + "}");
    }

    @Override
    public String op() {
        return "room.update";
    }

    @Override
    public void say(World world, JsonObject arguments) {
        arguments.add("settings", Settings.json(patch));
        if (title != null && !who.isHost()) arguments.addProperty("title", title);
    }

    @Override
    public JsonObject expect(World world, Room room, JsonObject arguments) {
        // The host may set what direct rooms are like, too.
        Room there = who.isHost() ? Rules.member(room, who) : Rules.allowed(op(), room, who);
        JsonObject settings = Settings.with(there.settings, arguments.getAsJsonObject("settings"));
        if (!there.isOpen() && settings.get("join").getAsString().equals("open")) throw new Refused("BAD_REQUEST");
        JsonObject changed = Settings.other(settings, there.settings);
        String newTitle = arguments.has("title") ? title : there.title;
        if (changed.isEmpty() && (newTitle == null || newTitle.equals(there.title))) return new JsonObject();
        there.title = newTitle;
        there.settings = settings;
        there.configuredAt = world.now;
        JsonObject fields = World.fields("title", newTitle);
        if (!changed.isEmpty()) fields.add("settings", changed);
        world.happen(there, who, "room", fields, null);
        return new JsonObject();
    }

    @Override
    public String toString() {
        return who + " sets " + slot + " " + patch + (title == null ? "" : " and calls it \"" + title + "\"");
    }
}
