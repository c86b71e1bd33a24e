package io.imbed.testkit.authorisation;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.protocol.Result;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Rooms with somebody of every standing in them, who have all said something: made first, all of them, and then
 * {@linkplain #open opened} at once, since what it takes to be left or kicked goes over the wire. Threads: one.
 */
final class Venue {
    private static final String OTHER = "other";
    private static final List<String> COMERS = List.of("member", OTHER, "muted", Room.SILENCED, "left", "kicked");

    private final Company company;
    private final Rooms rooms;
    private final List<Plan> plans = new ArrayList<>();
    private final Map<String, Room> open = new LinkedHashMap<>();
    private int made;

    private record Plan(String id, RoomKind kind, String other, Map<String, Long> said) {}

    Venue(Company company) {
        this.company = company;
        this.rooms = company.server().rooms();
    }

    /** An id as long as those of rooms made here, and of none of them. */
    static String absent(String id) {
        return id.substring(0, id.length() - 4) + "none";
    }

    String make(RoomKind kind) throws Exception {
        return make(kind, SettingsPatch.NONE);
    }

    /** Returns the id of the room to be. A DIRECT one is of "member" and somebody new, and has no settings. */
    String make(RoomKind kind, SettingsPatch settings) throws Exception {
        String id = "room-" + (10_000 + ++made);
        String other = kind == RoomKind.DIRECT ? "other-" + made : OTHER;
        List<String> speakers = new ArrayList<>();
        if (kind == RoomKind.DIRECT) {
            id = company.host(rooms.create(NewRoom.direct("member", other))).id();
            speakers.addAll(List.of("member", "stranger"));
        } else {
            found(id, kind, settings);
            for (Standing each : Standing.values()) speakers.add(each.user());
            speakers.add(Room.ANOTHER_OWNER);
        }
        speakers.add(other); // the last, so that there is something to mark for everybody else
        plans.add(new Plan(id, kind, other, say(id, speakers)));
        return id;
    }

    private void found(String id, RoomKind kind, SettingsPatch settings) throws Exception {
        NewRoom room = switch (kind) {
            case GROUP -> NewRoom.group(id);
            case CHANNEL -> NewRoom.channel(id);
            case LIVE -> NewRoom.live(id);
            case DIRECT -> throw new AssertionError("made otherwise");
        };
        room = room.title("Canaries").owner("owner").settings(settings);
        if (kind != RoomKind.LIVE) room = room.members(COMERS.toArray(String[]::new));
        List<CompletionStage<?>> steps = new ArrayList<>();
        company.host(rooms.create(room));
        if (kind != RoomKind.LIVE) steps.add(rooms.invite(id, "banned", Role.MEMBER));
        steps.add(rooms.invite(id, Room.ANOTHER_OWNER, Role.OWNER));
        steps.add(rooms.invite(id, "admin", Role.ADMIN));
        steps.add(rooms.invite(id, Room.ANOTHER_ADMIN, Role.ADMIN));
        for (CompletionStage<?> each : steps) company.host(each);
    }

    private Map<String, Long> say(String id, List<String> speakers) throws Exception {
        Map<String, CompletionStage<Result.Sent>> sends = new LinkedHashMap<>();
        for (String each : speakers) {
            sends.put(
                    each,
                    rooms.send(id, Identity.of(each), Draft.text(Secrets.BODY), SendOptions.DEFAULT.withCid("own")));
        }
        Map<String, Long> said = new LinkedHashMap<>();
        for (var each : sends.entrySet())
            said.put(each.getKey(), company.host(each.getValue()).seq());
        return said;
    }

    /** Signs in everybody and brings all rooms into the state that the table is about. */
    void open() throws Exception {
        for (Standing each : Standing.values()) company.session(each.user());
        for (String each : List.of(OTHER, Room.SILENCED, Room.ANOTHER_OWNER, Room.ANOTHER_ADMIN)) company.session(each);
        for (Plan each : plans) if (each.kind() == RoomKind.DIRECT) company.session(each.other());
        List<Plan> crowded =
                plans.stream().filter(plan -> plan.kind() != RoomKind.DIRECT).toList();
        for (String each : COMERS) {
            all(
                    each,
                    "join",
                    crowded.stream()
                            .filter(plan -> plan.kind() == RoomKind.LIVE)
                            .toList());
        }
        all("left", "leave", crowded);
        List<CompletionStage<?>> steps = new ArrayList<>();
        for (Plan each : crowded) {
            steps.add(rooms.kick(each.id(), "kicked"));
            steps.add(rooms.ban(each.id(), "banned", null, null));
            steps.add(rooms.mute(each.id(), "muted", null, null));
            steps.add(rooms.mute(each.id(), Room.SILENCED, null, null));
        }
        for (CompletionStage<?> each : steps) company.host(each);
        for (Plan each : plans) {
            open.put(
                    each.id(),
                    new Room(each.id(), each.kind(), each.other(), company.host(rooms.head(each.id())), each.said()));
        }
        plans.clear();
    }

    private void all(String user, String op, List<Plan> in) throws Exception {
        List<Speaker.Request> requests = in.stream()
                .map(plan -> new Speaker.Request(op, Act.on(plan.id(), "")))
                .toList();
        for (String each : company.session(user).askAll(requests)) {
            if (each.contains("\"error\"")) throw new AssertionError(user + " cannot " + op + ": " + each);
        }
    }

    Room room(String id) {
        Room room = open.get(id);
        if (room == null) throw new AssertionError(id + " is not open");
        return room;
    }
}
