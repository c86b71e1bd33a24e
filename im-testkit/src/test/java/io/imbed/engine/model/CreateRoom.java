package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * room.create, or the host's. Ids and epochs that the server gives are taken from its reply.
 *
 * @param who the host is another maker for HALL, whatever is asked for
 */
record CreateRoom(Who who, Slot slot, String title, List<String> members) implements Step {
    static Arbitrary<Step> any() {
        return Combinators.combine(
                        Pick.anybody().filter(who -> !who.user().equals(Who.OUTSIDER)),
                        Pick.slot(),
                        Pick.title(),
                        Pick.members())
                .as(CreateRoom::maker);
    }

    static CreateRoom maker(Who who, Slot slot, String title, List<String> members) {
        Who maker = who;
        if (slot == Slot.HALL) maker = Who.HOST;
        if (slot == Slot.CLUB && who.isHost()) maker = new Who("alice", 1);
        if (slot == Slot.PAIR) maker = new Who(who.user().equals("bob") ? "bob" : "alice", 1);
        return new CreateRoom(maker, slot, title, members);
    }

    private boolean hasOwner() {
        return slot != Slot.HALL || !members.isEmpty();
    }

    /** The host gives HALL to the first of its members, and channels to nobody. */
    private String owner() {
        if (!who.isHost()) return who.user();
        return slot == Slot.HALL && hasOwner() ? members.get(0) : null;
    }

    @Override
    public void play(Play play) {
        play.connect(who);
        World world = play.world();
        JsonObject said = World.fields("kind", slot.kind, "room", slot.wished);
        if (slot == Slot.PAIR) {
            said.addProperty("user", who.user().equals("alice") ? "bob" : "alice");
        } else {
            said.addProperty("title", title);
            JsonArray users = new JsonArray();
            members.forEach(users::add);
            if (slot != Slot.STAGE) said.add("members", users);
        }
        if (slot == Slot.CLUB) said.addProperty("cid", "club");
        if (who.isHost() && owner() != null) said.addProperty("owner", owner());
        // Whoever is not let know the new epoch by the reply is told it as a member; and a host asks for it.
        Room before = slot == Slot.CLUB ? club(world) : world.room(slot);
        JsonObject actual = play.ask(who, "room.create", said);
        if (before == null && !actual.has("error")) make(play, actual.getAsJsonObject("room"));
        JsonObject expected = expect(world, before);
        if (slot == Slot.STAGE) forgetCount(expected, actual);
        play.compare(expected, actual);
    }

    /** The maker's own sessions come to what it has made at the same time as it is answered. */
    private static void forgetCount(JsonObject... replies) {
        for (JsonObject reply : replies) {
            if (reply.has("room")) reply.getAsJsonObject("room").remove("members");
        }
    }

    /** The maker's own, not the one that stands there now. */
    private Room club(World world) {
        for (Room room : world.rooms.values()) {
            if (room.kind.equals("GROUP") && !room.id.equals(Slot.HALL.wished) && room.maker.equals(who.user()))
                return room;
        }
        return null;
    }

    private void make(Play play, JsonObject view) {
        World world = play.world();
        String id = view.get("id").getAsString();
        String owner = owner();
        // A room's creator is its owner, also where the host made it; who makes it anew is told by that.
        String maker = owner == null ? Who.HOST.user() : owner;
        Room room = world.made(slot, id, maker, play.epochOf(id));
        if (slot != Slot.PAIR) room.title = title;
        Set<String> founders = new LinkedHashSet<>();
        if (owner != null) founders.add(owner);
        if (slot == Slot.PAIR) founders.addAll(List.of("alice", "bob"));
        else if (slot != Slot.STAGE) founders.addAll(members);
        Who by = new Who(maker, 1);
        for (String user : founders) {
            boolean owns = user.equals(owner) && slot != Slot.PAIR;
            world.admit(room, by, user, owns ? "owner" : "member");
        }
        room.madeAt = world.now;
    }

    private JsonObject expect(World world, Room before) {
        Room room = before == null ? world.room(slot) : before;
        if (before != null && slot.wished != null) {
            String maker = owner() == null ? Who.HOST.user() : owner();
            if (!room.maker.equals(maker) || !title.equals(room.title)) return new Refused("CONFLICT").reply();
        }
        if (before != null) world.stands(slot, before.id);
        JsonObject reply = new JsonObject();
        boolean knows = who.isHost() || room.isOpen() || room.members.containsKey(who.user());
        if (!knows) return new Refused("NOT_FOUND").reply();
        reply.add("room", room.view(who.user()));
        return reply;
    }

    @Override
    public String toString() {
        return who + " makes " + slot + (slot == Slot.PAIR ? "" : " \"" + title + "\"")
                + (slot == Slot.PAIR || slot == Slot.STAGE ? "" : " with " + members);
    }
}
