package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.UnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A storage that cannot be read, or throws in place: whoever asks may ask again, and all is well once it is back. */
class StorageAwayTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.throwing(false);
        storage.reads().failing(false);
        chat.close();
    }

    private void away(boolean throwing) {
        if (throwing) storage.throwing(true);
        else storage.reads().failing(true);
    }

    private void back() {
        storage.throwing(false);
        storage.reads().failing(false);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsOfAClientMayBeTriedAgain(boolean throwing) {
        Peer alice = chat.channel("r", "alice")[0];
        List<String> requests = List.of(
                "history|\"room\":\"r\"",
                "sync|\"room\":\"r\",\"epoch\":\"" + storage.room("r").epoch() + "\",\"rev\":0",
                "members|\"room\":\"r\"",
                "room.get|\"room\":\"r\"",
                "room.list|",
                "room.list|\"kind\":\"CHANNEL\"");
        away(throwing);

        for (String each : requests) {
            String[] parts = each.split("\\|", -1);
            JsonObject error = alice.ask(parts[0], parts[1]).getAsJsonObject("error");
            assertThat(error.get("code").getAsString()).as(parts[0]).isEqualTo("UNAVAILABLE");
            assertThat(error.get("retryable").getAsBoolean()).isTrue();
            assertThat(error.has("unknown")).isFalse();
        }

        back();
        for (String each : requests) {
            String[] parts = each.split("\\|", -1);
            alice.ok(parts[0], parts[1]);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void helloMayBeTriedAgainAndLeavesNoSession(boolean throwing) {
        away(throwing);
        for (int i = 0; i < 30; i++) { // more than a user may have
            Peer alice = chat.connect();
            assertThat(alice.refused("hello", "\"v\":1,\"token\":\"guest:alice\""))
                    .isEqualTo("UNAVAILABLE");
            assertThat(alice.closed()).contains(CloseReason.OVERLOADED);
        }
        assertThat(chat.server.sessions().count()).isZero();

        back();
        chat.signIn("alice");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void hostIsToldToTryAgain(boolean throwing) {
        chat.channel("r");
        away(throwing);

        for (CompletionStage<?> each : List.of(
                chat.server.rooms().find("r"),
                chat.server.rooms().members("r", null, 10),
                chat.server.rooms().history("r", Anchor.LATEST, 10))) {
            assertThatThrownBy(() -> chat.done(each)).hasCauseInstanceOf(UnavailableException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sessionFollowsItsRoomsOnceTheyCanBeRead(boolean throwing) {
        Peer alice = chat.channel("r", "alice")[0];
        Peer bob = chat.signIn("bob");
        bob.ok("join", "\"room\":\"r\"");
        bob.connection.cut();
        Peer again = chat.connect();
        storage.reads().hold();
        again.post(
                "hello",
                "\"v\":1,\"token\":\"guest:bob\",\"rooms\":{\"r\":{\"epoch\":\""
                        + storage.room("r").epoch() + "\",\"rev\":0}}");
        chat.env.runAll();
        storage.reads().release();
        away(throwing);
        chat.pass(Duration.ofSeconds(3));

        back();
        chat.pass(Duration.ofSeconds(3));
        alice.sendText("r", "c1", "hi");

        List<JsonObject> events = again.takeEvents();
        assertThat(Peer.revs(events)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void sendThatCouldNotBeDecidedIsNotUnknown() {
        chat.channel("r");
        Peer alice = chat.signIn("alice");
        storage.reads().failing(true);

        JsonObject error = alice.sendText("r", "c1", "hi").getAsJsonObject("error");

        assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(error.has("unknown")).isFalse();
    }

    @Test
    void sendWhoseSenderCannotBeLookedUpIsNotUnknownAndTheHostIsNotAsked() {
        List<String> asked = new ArrayList<>();
        try (Chat hooked = Chat.open(
                storage,
                builder -> builder.limits(Chat.unhurried()).on(BeforeSend.class, attempt -> {
                    asked.add(attempt.draft().content().fallback());
                    return Verdict.allow();
                }))) {
            hooked.channel("r2");
            Peer alice = hooked.signIn("alice");
            alice.ok("join", "\"room\":\"r2\"");
            Peer bob = hooked.signIn("bob"); // of whom nothing is remembered
            storage.reads().failing(true);

            JsonObject error = bob.sendText("r2", "c1", "hi").getAsJsonObject("error");

            assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
            assertThat(error.has("unknown")).isFalse();
            assertThat(asked).isEmpty();
            storage.reads().failing(false);
            assertThat(Peer.code(bob.sendText("r2", "c1", "hi"))).isEqualTo("FORBIDDEN");
            assertThat(alice.sendText("r2", "c1", "hi").has("seq")).isTrue();
        }
    }
}
