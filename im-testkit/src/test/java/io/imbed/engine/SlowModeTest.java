package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Role;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In slow mode a plain member says one thing, and then waits. */
class SlowModeTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried()).on(BeforeSend.class, attempt -> {
                asked.incrementAndGet();
                return Verdict.allow();
            }));
    private Peer bob;

    @BeforeEach
    void open() {
        chat.done(chat.server
                .rooms()
                .create(NewRoom.group("r")
                        .owner("alice")
                        .members("bob", "carol")
                        .settings(SettingsPatch.NONE.withSlowMs(10_000))));
        bob = chat.signIn("bob");
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String say(String cid) {
        return Peer.sendArguments("r", cid, cid);
    }

    @Test
    void secondMessageWaitsForTheRestOfThePause() {
        bob.ok("send", say("c1"));
        chat.pass(Duration.ofMillis(4_000));

        JsonObject error = bob.ask("send", say("c2")).getAsJsonObject("error");

        assertThat(error.get("code").getAsString()).isEqualTo("RATE_LIMITED");
        assertThat(error.get("message").getAsString()).isEqualTo("room r is in slow mode: a message every 10000 ms");
        assertThat(error.get("retryAfterMs").getAsLong()).isEqualTo(6_000);
        assertThat(error.has("unknown")).isFalse();
        assertThat(asked).as("hooks asked").hasValue(1);
        chat.pass(Duration.ofMillis(6_000));
        assertThat(bob.ok("send", say("c2")).get("seq").getAsLong()).isEqualTo(2);
    }

    @Test
    void onlyTheFirstOfSeveralInOneBatchIsStored() {
        int first = bob.postText("r", "c1", "1");
        int second = bob.postText("r", "c2", "2");
        chat.env.runAll();

        assertThat(bob.reply(first).has("error")).isFalse();
        assertThat(Peer.code(bob.reply(second))).isEqualTo("RATE_LIMITED");
        assertThat(storage.room("r").seq()).isEqualTo(1);
    }

    @Test
    void repeatIsAnsweredWhateverThePause() {
        long seq = bob.ok("send", say("c1")).get("seq").getAsLong();

        assertThat(bob.ok("send", say("c1")).get("seq").getAsLong()).isEqualTo(seq);
    }

    @Test
    void othersAndModeratorsAndTheHostDoNotWait() {
        bob.ok("send", say("c1"));
        chat.signIn("carol").ok("send", say("c1"));
        chat.done(chat.server.rooms().role("r", "bob", Role.ADMIN));
        bob.ok("send", say("c2"));
        bob.ok("send", say("c3"));
        chat.done(chat.server.rooms().send("r", Draft.text("a")));
        chat.done(chat.server.rooms().send("r", Draft.text("b")));
    }

    @Test
    void whatIsSaidBeforeSlowModeDoesNotCount() {
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withSlowMs(0)));
        bob.ok("send", say("c1"));
        bob.ok("send", say("c2"));
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withSlowMs(86_400_000)));

        bob.ok("send", say("c3"));
        assertThat(bob.refused("send", say("c4"))).isEqualTo("RATE_LIMITED");
    }
}
