package io.imbed.engine.model;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Everything there ought to be, and who ought to be told what. */
final class World {
    final Map<String, Room> rooms = new TreeMap<>();
    final List<Device> devices = new ArrayList<>();
    /** What nobody may read any more: recalled, or edited away. */
    final Set<String> buried = new HashSet<>();
    /** Every send by user and slot, as it was asked for, in all lives of the room. */
    final Map<String, List<JsonObject>> sends = new TreeMap<>();

    private final Map<Slot, String> ids = new EnumMap<>(Slot.class);
    private final Set<String> epochs = new HashSet<>();
    private final Map<String, Person> people = new TreeMap<>();
    private int words;
    private int hellos;
    long now;

    String id(Slot slot) {
        return ids.getOrDefault(slot, slot.wished == null ? "nowhere" : slot.wished);
    }

    @Nullable Room room(Slot slot) {
        return rooms.get(id(slot));
    }

    /** The server has made a room, and told its id and epoch. */
    Room made(Slot slot, String id, String maker, String epoch) {
        if (!epochs.add(epoch)) throw new AssertionError("epoch " + epoch + " of " + id + " was there before");
        ids.put(slot, id);
        Room room = new Room(id, slot.kind, maker, epoch);
        rooms.put(id, room);
        return room;
    }

    void stands(Slot slot, String id) {
        ids.put(slot, id);
    }

    void delete(Room room) {
        rooms.remove(room.id);
        room.posts.forEach(this::bury);
        JsonObject gone = gone(room);
        followers(room).forEach(device -> device.expect(room.id, () -> gone));
    }

    /** Words that nobody has said before, findable in a line. */
    String newWords() {
        return "~" + ++words + "~";
    }

    /** From now on nobody reads what it says. */
    void bury(Post post) {
        post.words().forEach(each -> buried.addAll(Play.words(each.toString())));
    }

    // ---- What happens

    /** One more event: all sessions of all members get it, and those that attend. */
    void happen(Room room, Who by, String type, JsonObject fields, @Nullable Post about) {
        Happening event = new Happening(room, room.rev() + 1, now, by.user(), type, fields, about);
        room.log.add(event);
        followers(room).forEach(device -> device.expect(room.id, () -> event.view(device.user)));
        room.trim();
    }

    private List<Device> followers(Room room) {
        return devices.stream().filter(room::follows).toList();
    }

    /** The user itself is told of the room, and follows from there. */
    void admit(Room room, Who by, String user, String role) {
        admit(room, by, user, role, "joined", fields("user", user, "name", user, "role", role));
    }

    /** Of the sessions of one who attends, those that do get the event, and the others are told of the room. */
    void admit(Room room, Who by, String user, String role, String type, JsonObject fields) {
        happen(room, by, type, fields, null);
        if (!room.isMuted(user, now)) room.mutes.remove(user);
        List<Device> others = devices.stream()
                .filter(each -> each.user.equals(user) && each.isConnected() && !room.follows(each))
                .sorted(Comparator.comparingInt(each -> each.came))
                .toList();
        Member before = room.member(user);
        Member member = new Member(user, role, now, before == null ? room.seq() : before.joinedSeq);
        member.read = member.delivered = room.seq();
        room.members.put(user, member);
        long rev = room.rev();
        for (Device device : others) {
            if (room.isLive()) enter(room, device);
            int count = room.count();
            device.expect(room.id, () -> {
                JsonObject gained = new JsonObject();
                gained.addProperty("ev", "room");
                JsonObject view = room.view(user, rev);
                if (room.isLive()) view.addProperty("members", count);
                gained.add("room", view);
                return gained;
            });
        }
    }

    /** Attends a LIVE room from now on, or follows it as one of those who run it. */
    void enter(Room room, Device device) {
        Member member = room.members.get(device.user);
        long since = member == null ? room.seq() : member.joinedSeq;
        room.present
                .computeIfAbsent(device.user, user -> new Attendee(new Member(user, "member", now, since)))
                .devices
                .add(device);
        room.countedAt = now;
    }

    /** The session attends no more, if it did. */
    void leave(Room room, Device device) {
        if (!room.follows(device)) return;
        exit(room, device);
        device.expect(room.id, () -> gone(room));
    }

    private void exit(Room room, Device device) {
        Set<Device> sessions = room.present.get(device.user).devices;
        sessions.remove(device);
        if (sessions.isEmpty()) room.present.remove(device.user);
        room.countedAt = now;
    }

    /** The session has ended. */
    void ended(Device device, boolean signedOut) {
        device.watched.clear();
        device.sighted.clear();
        presenceChanged(device.user, signedOut);
        for (Room room : rooms.values()) {
            if (room.isLive() && room.follows(device)) exit(room, device);
        }
    }

    /** The member gets everything up to the event that ends its membership, and nothing after it. */
    void dismiss(Room room, Who by, Member goer, String type, JsonObject fields) {
        succeed(room, by, goer);
        happen(room, by, type, fields, null);
        JsonObject gone = gone(room);
        for (Device device : followers(room)) {
            if (device.user.equals(goer.user)) device.expect(room.id, () -> gone);
        }
        room.members.remove(goer.user);
        if (room.present.remove(goer.user) != null) room.countedAt = now;
        if (!room.isMuted(goer.user, now)) room.mutes.remove(goer.user);
    }

    /** When the last owner goes, the longest-serving admin, or else member, becomes owner right before. */
    void succeed(Room room, Who by, Member goer) {
        if (!goer.role.equals("owner")) return;
        List<Member> others =
                room.members.values().stream().filter(each -> each != goer).toList();
        if (others.isEmpty() || others.stream().anyMatch(each -> each.role.equals("owner"))) return;
        Member heir = others.stream()
                .min(Comparator.comparingInt((Member each) -> -each.rank())
                        .thenComparingLong(each -> each.joinedAt)
                        .thenComparing(each -> each.user))
                .orElseThrow();
        heir.role = "owner";
        happen(room, by, "role", fields("user", heir.user, "role", "owner"), null);
    }

    /** The sessions of these users that follow are told, and nobody else. */
    void signal(Room room, JsonObject signal, Predicate<String> users) {
        for (Device device : followers(room)) {
            if (users.test(device.user))
                device.signals.computeIfAbsent(room.id, id -> new ArrayList<>()).add(signal);
        }
    }

    static JsonObject signal(Room room, String type, @Nullable String user) {
        return fields("ev", "signal", "room", room.id, "type", type, "user", user);
    }

    Device device(Who who) {
        return devices.stream()
                .filter(each -> each.user.equals(who.user()) && each.number == who.device())
                .findFirst()
                .orElseThrow();
    }

    /** Says hello: what runs LIVE rooms follows them again. */
    void came(Device device, String session) {
        device.came = ++hellos;
        device.session = session;
        device.since = now;
        device.away = false;
        presenceChanged(device.user, false);
        for (Room room : rooms.values()) {
            if (room.isLive() && room.members.containsKey(device.user)) enter(room, device);
        }
    }

    /** The device gets what came after the cursor, if that is good; returns whether it is. */
    boolean recover(Room room, Who who, Device.Cursor cursor) {
        if (!cursor.epoch().equals(room.epoch) || cursor.rev() > room.rev()) return false;
        Device device = device(who);
        if (!room.isWithinReach(cursor.rev())) device.mayReset(room, room.rev() - cursor.rev());
        for (Happening each : room.log) {
            if (each.rev() > cursor.rev()) device.expect(room.id, () -> each.view(who.user()));
        }
        return true;
    }

    static JsonObject reset(Room room) {
        JsonObject reset = fields("ev", "reset", "room", room.id, "epoch", room.epoch);
        reset.addProperty("rev", room.rev());
        return reset;
    }

    static JsonObject gone(Room room) {
        return fields("ev", "gone", "room", room.id);
    }

    /** Names and strings in turn; a null is left out. */
    static JsonObject fields(@Nullable String... pairs) {
        JsonObject fields = new JsonObject();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) fields.addProperty(pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    // ---- What people see

    /** One sees oneself, and where a room shows presence its members; the host sees all. */
    boolean seesOnline(Room room, Who who, String user) {
        boolean may = who.isHost() || who.user().equals(user) || room.isSet("presence");
        return may && isOnline(user);
    }

    /** Oldest first. */
    List<Device> sessions(String user) {
        return devices.stream()
                .filter(each -> each.user.equals(user) && each.isConnected())
                .sorted(Comparator.comparingInt(each -> each.came))
                .toList();
    }

    void pass(long newNow) {
        now = newNow;
        people.values().forEach(each -> each.pass(now));
    }

    void presenceChanged(String user, boolean signedOut) {
        person(user).changed(sessions(user), signedOut, now);
    }

    Person person(String user) {
        return people.computeIfAbsent(user, Person::new);
    }

    /** One sees oneself, and those with whom one is a member of a room that shows presence. */
    boolean sees(String user, String other) {
        return user.equals(other)
                || rooms.values().stream()
                        .anyMatch(room -> room.isSet("presence")
                                && room.members.containsKey(user)
                                && room.members.containsKey(other));
    }

    private boolean isOnline(String user) {
        return devices.stream().anyMatch(device -> device.user.equals(user) && device.isConnected());
    }

    /** My rooms, most recently active first. */
    List<Room> roomsOf(String user) {
        return rooms.values().stream()
                .filter(room -> room.members.containsKey(user))
                .sorted(Comparator.comparingLong(Room::changedAt).reversed().thenComparing(room -> room.id))
                .toList();
    }

    /** The first of those after the anchor, with whether there are others. */
    static <T> JsonObject page(
            String name, List<T> all, Predicate<T> isAfter, int limit, Function<T, JsonElement> view) {
        List<T> rest = all.stream().filter(isAfter).toList();
        JsonArray items = new JsonArray();
        rest.stream().limit(limit).map(view).forEach(items::add);
        JsonObject page = new JsonObject();
        page.add(name, items);
        page.addProperty("more", rest.size() > limit);
        return page;
    }
}
