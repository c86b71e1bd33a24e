package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.Imports;
import io.imbed.Lookup;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each cell of host-table.txt is what the host's API does: a row a call, a column a kind of room. A room has a member, one
 * who is muted, one who is banned and one who has left; its first message is there, its second was taken back. Sessions
 * are of no room: {@link HostSessionsTableTest} has theirs.
 */
class HostTableTest {
    private record Cell(String call, String kind, String expected) {}

    @TestFactory
    Stream<DynamicTest> cellIsWhatTheHostIsTold() {
        return cells().stream()
                .map(cell -> dynamicTest(cell.call() + " in " + cell.kind(), () -> {
                    try (Chat chat = Chat.open(MemoryStorage.create(), builder -> builder.limits(Chat.unhurried()))) {
                        String room = make(chat, cell.kind());
                        assertThat(new HostCall(chat, room).outcome(cell.call()))
                                .isEqualTo(cell.expected());
                    }
                }));
    }

    @Test
    void everyMethodOfTheHostsApiHasARow() {
        List<String> methods = Stream.of(Rooms.class, Lookup.class, Imports.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
                        .map(method -> type.getSimpleName() + "." + signature(method)))
                .toList();

        assertThat(cells().stream().map(cell -> method(cell.call())).distinct())
                .containsExactlyInAnyOrderElementsOf(methods);
    }

    /** Overloads are told apart by how many arguments they take. */
    private static String signature(Method method) {
        return method.getName() + "/" + method.getParameterCount();
    }

    private static String method(String call) {
        return call.split(" ", 2)[0];
    }

    private static String make(Chat chat, String kind) {
        if (kind.equals("none")) return "nowhere";
        Rooms rooms = chat.server.rooms();
        String room;
        List<String> users = List.of("member", "muted", "banned", "left");
        if (kind.equals(RoomKind.LIVE.name())) {
            room = chat.done(rooms.create(NewRoom.live("r").owner("owner"))).id();
            users.forEach(user -> chat.done(rooms.invite(room, user, Role.ADMIN)));
            restrain(chat, room);
        } else if (kind.equals(RoomKind.DIRECT.name())) {
            room = chat.done(rooms.create(NewRoom.direct("member", "muted"))).id();
        } else {
            NewRoom fresh = kind.equals(RoomKind.GROUP.name()) ? NewRoom.group("r") : NewRoom.channel("r");
            room = chat.done(rooms.create(fresh.owner("owner").members(users.toArray(String[]::new))))
                    .id();
            restrain(chat, room);
        }
        for (int i = 1; i <= 3; i++) {
            chat.done(
                    rooms.send(room, Identity.of("member"), Draft.text("m" + i), SendOptions.DEFAULT.withCid("c" + i)));
        }
        chat.done(rooms.recall(room, 2));
        return room;
    }

    private static void restrain(Chat chat, String room) {
        chat.done(chat.server.rooms().ban(room, "banned", null, null));
        chat.done(chat.server.rooms().kick(room, "left"));
        chat.done(chat.server.rooms().mute(room, "muted", null, null));
    }

    /** Lines {@code call | none | DIRECT | GROUP | CHANNEL | LIVE}; the first names the columns. */
    private static List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        List<String> kinds = List.of();
        for (String line : table().split("\n")) {
            if (line.isBlank() || line.startsWith("#")) continue;
            List<String> values =
                    Arrays.stream(line.split("\\|")).map(String::strip).toList();
            if (values.get(0).isEmpty()) {
                kinds = values.subList(1, values.size());
                continue;
            }
            for (int i = 0; i < kinds.size(); i++) cells.add(new Cell(values.get(0), kinds.get(i), values.get(i + 1)));
        }
        return cells;
    }

    @Test
    void tableHasAColumnForEachKind() {
        List<String> kinds = new ArrayList<>(List.of("none"));
        for (RoomKind kind : RoomKind.values()) kinds.add(kind.name());

        assertThat(cells().stream().map(Cell::kind).distinct()).containsExactlyInAnyOrderElementsOf(kinds);
    }

    private static String table() {
        try (var in = Objects.requireNonNull(HostTableTest.class.getResourceAsStream("/host-table.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
