package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.imbed.SessionView;
import io.imbed.Sessions;
import io.imbed.protocol.PresenceView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What each method of {@link Sessions} answers, by how a user stands. These are about users and not about rooms, so that
 * the columns are others than those of host-table.txt. Bob, who is there in any case, is counted and left alone.
 */
class HostSessionsTableTest {
    private static final String TABLE = """
                              | never   | hello | online | away | two    | one of two | cut    | left           | signed out
            count/0           | 1       | 2     | 2      | 2    | 3      | 3          | 1      | 1              | 1
            of/1              | 0       | 1     | 1      | 1    | 2      | 2          | 0      | 0              | 0
            presence/1        | offline | offline | online | away | online | online   | online | offline, known | offline, known
            signOut/1         | 0       | 1     | 1      | 1    | 2      | 2          | 0      | 0              | 0
            signOutSession/1  | false   | true  | true   | true | true   | true       | false  | false          | false
            """;

    private record Cell(String method, String state, String expected) {}

    private static List<String> values(String line) {
        return Arrays.stream(line.split("\\|")).map(String::strip).toList();
    }

    private static Stream<Cell> cells() {
        List<String> states = values(TABLE.lines().findFirst().orElseThrow());
        return TABLE.lines()
                .skip(1)
                .map(HostSessionsTableTest::values)
                .flatMap(row -> Stream.iterate(1, i -> i + 1)
                        .limit(row.size() - 1)
                        .map(i -> new Cell(row.get(0), states.get(i), row.get(i))));
    }

    @TestFactory
    Stream<DynamicTest> cellIsWhatTheHostIsTold() {
        return cells().map(cell -> dynamicTest(cell.method() + " of one " + cell.state(), () -> {
            TroubledStorage storage = new TroubledStorage();
            try (Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()))) {
                Peer bob = chat.signIn("bob");
                String session = bring(chat, storage, cell.state());
                chat.env.runAll();

                String outcome = outcome(chat.server.sessions(), cell.method(), session);
                storage.reads().release();
                chat.env.runAll();

                assertThat(outcome).isEqualTo(cell.expected());
                boolean ended = cell.method().startsWith("signOut") && !outcome.equals("0");
                if (ended && !outcome.equals("false")) assertNobodyIsLeft(chat, cell.state());
                bob.ok("ping", "");
            }
        }));
    }

    /** A session signed out alone leaves the other one of two. */
    private static void assertNobodyIsLeft(Chat chat, String state) {
        assertThat(chat.server.sessions().of("alice")).hasSizeLessThan(state.contains("two") ? 2 : 1);
    }

    @Test
    void everyMethodHasARow() {
        assertThat(cells().map(Cell::method).distinct())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Sessions.class.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .map(method -> method.getName() + "/" + method.getParameterCount())
                        .toList());
    }

    /** Returns the id of her last session, or of none. */
    private static String bring(Chat chat, TroubledStorage storage, String state) {
        if (state.equals("never")) return "nonsense";
        if (state.equals("hello")) {
            storage.reads().hold();
            chat.connect().post("hello", "\"v\":1,\"token\":\"guest:alice\"");
            chat.env.runAll();
            return lastId(chat);
        }
        Peer alice = chat.signIn("alice");
        if (state.contains("two")) chat.signIn("alice");
        String session = lastId(chat);
        switch (state) {
            case "online", "two" -> {}
            case "away", "one of two" -> alice.ok("presence", "\"users\":[],\"away\":true");
            case "cut" -> alice.connection.cut();
            case "left" -> {
                alice.connection.cut();
                chat.pass(Duration.ofMinutes(5));
            }
            case "signed out" -> alice.ok("signout", "\"session\":\"" + session + "\"");
            default -> throw new AssertionError("no such state: " + state);
        }
        return session;
    }

    private static String lastId(Chat chat) {
        List<SessionView> alices = chat.server.sessions().of("alice");
        return alices.get(alices.size() - 1).id();
    }

    private static String outcome(Sessions sessions, String method, String session) {
        return switch (method) {
            case "count/0" -> String.valueOf(sessions.count());
            case "of/1" -> String.valueOf(sessions.of("alice").size());
            case "presence/1" -> show(sessions.presence("alice"));
            case "signOut/1" -> String.valueOf(sessions.signOut("alice"));
            case "signOutSession/1" -> String.valueOf(sessions.signOutSession(session));
            default -> throw new AssertionError("no call for " + method);
        };
    }

    private static String show(PresenceView view) {
        return view.state().name().toLowerCase(Locale.ROOT) + (view.lastSeen() == null ? "" : ", known");
    }
}
