package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is told to those who operate it, under the names of ARCHITECTURE.md. */
class MetricsTest {
    private Chat chat = Chat.open();

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void connectionsAreToldFromSessions() {
        chat.connect();
        Peer alice = chat.signIn("alice");

        assertThat(chat.figures.gauge("im.connections")).isEqualTo(2);
        assertThat(chat.figures.gauge("im.sessions")).isEqualTo(1);
        alice.connection.cut();
        chat.env.runAll();
        assertThat(chat.figures.gauge("im.connections")).isEqualTo(1);
        assertThat(chat.figures.gauge("im.sessions")).isZero();
    }

    @Test
    void whatAClientDoesNotTakeIsPending() {
        Peer alice = chat.channel("r", "alice")[0];
        assertThat(chat.figures.gauge("im.connections.pending")).isZero();

        alice.connection.stall();
        chat.done(chat.server.rooms().send("r", Draft.text("x".repeat(5_000))));

        assertThat(chat.figures.gauge("im.connections.pending")).isBetween(5_000L, 6_000L);
        alice.connection.resume();
        chat.env.runAll();
        assertThat(chat.figures.gauge("im.connections.pending")).isZero();
    }

    @Test
    void refusalsAreCountedByOpAndByReason() {
        Peer alice = chat.signIn("alice");

        alice.refused("history", "\"room\":\"nowhere\",\"limit\":1");
        alice.refused("join", "\"room\":\"nowhere\"");

        assertThat(chat.figures.counted("im.requests.refused", "history")).isEqualTo(1);
        assertThat(chat.figures.counted("im.requests.refused", "join")).isEqualTo(1);
        assertThat(chat.figures.counted("im.refusals", "NOT_FOUND")).isEqualTo(2);
    }

    @Test
    void repeatedSendsAreCounted() {
        Peer alice = chat.channel("r", "alice")[0];

        alice.sendText("r", "c1", "hi");
        assertThat(chat.figures.counted("im.sends.repeated", "")).isZero();
        alice.sendText("r", "c1", "hi");
        alice.sendText("r", "c1", "hi");

        assertThat(chat.figures.counted("im.sends.repeated", "")).isEqualTo(2);
    }

    @Test
    void catchUpsAreToldFromResets() {
        Peer alice = chat.channel("r", "alice")[0];
        JsonObject room = alice.ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");
        String epoch = room.get("epoch").getAsString();
        long rev = room.get("rev").getAsLong();
        chat.done(chat.server.rooms().send("r", Draft.text("missed")));

        resume(epoch, rev); // has missed one
        resume(epoch, rev + 1); // has missed none
        resume("another", rev);

        assertThat(chat.figures.counted("im.catchups", "events")).isEqualTo(1);
        assertThat(chat.figures.counted("im.catchups", "reset")).isEqualTo(1);
    }

    private void resume(String epoch, long rev) {
        chat.connect()
                .ok(
                        "hello",
                        "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch + "\",\"rev\":" + rev
                                + "}}");
    }

    @Test
    void changesBehindASlowStorageAreWaiting() {
        chat.close();
        SlowStorage storage = new SlowStorage();
        chat = Chat.open(storage, builder -> {});
        chat.channel("r");
        Deque<Runnable> held = new ArrayDeque<>();
        storage.answerOn(held::add);
        for (String text : List.of("at the storage", "waits", "waits too")) {
            chat.server.rooms().send("r", Draft.text(text));
            chat.env.runAll();
        }

        assertThat(chat.figures.gauge("im.lanes.waiting")).isEqualTo(2);
        storage.answerOn(Runnable::run);
        while (!held.isEmpty()) held.remove().run();
        chat.env.runAll();
        assertThat(chat.figures.gauge("im.lanes.waiting")).isZero();
    }
}
