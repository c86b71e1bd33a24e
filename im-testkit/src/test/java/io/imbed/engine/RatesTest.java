package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much one session may ask and one user may send, and what who asks for more is told. */
class RatesTest {
    private Chat chat;

    @AfterEach
    void close() {
        chat.close();
    }

    private void open(Limits.Rates rates) {
        chat = Chat.open(builder -> builder.limits(Limits.defaults().with(rates)));
    }

    /** Requests without a pause until one is refused; the time it is told to wait. */
    private long exhaust(Peer peer) {
        for (int i = 0; i < 10_000; i++) {
            JsonObject reply = peer.ask("ping", "");
            if (reply.has("error")) return retryAfter(reply);
        }
        throw new AssertionError("never refused");
    }

    private static long retryAfter(JsonObject reply) {
        assertThat(Peer.code(reply)).isEqualTo("RATE_LIMITED");
        JsonObject error = reply.getAsJsonObject("error");
        assertThat(error.get("retryable").getAsBoolean()).isTrue();
        assertThat(error.has("unknown")).isFalse();
        return error.get("retryAfterMs").getAsLong();
    }

    @ParameterizedTest
    @CsvSource({"20, 60", "5, 20", "3, 7", "0.3, 1", "7, 1", "0.7, 3", "900, 10"})
    void whoWaitsAsLongAsToldIsServedAndWhoComesAMomentEarlierIsNot(double perSecond, int burst) {
        open(new Limits.Rates(perSecond, burst + 1, 1e9, 1_000_000_000)); // one for the hello
        Peer alice = chat.signIn("alice");

        for (int i = 0; i < 20; i++) {
            long wait = exhaust(alice);
            assertThat(wait).isPositive();
            if (i % 2 == 1) {
                chat.pass(Duration.ofMillis(wait - 1));
                wait = retryAfter(alice.ask("ping", ""));
                assertThat(wait).isBetween(1L, 2L); // a fraction of a nanosecond may cost another millisecond
            }
            chat.pass(Duration.ofMillis(wait));
            alice.ok("ping", "");
            // Off the beat, so that every next wait is another.
            chat.pass(Duration.ofNanos(123_457L * i));
        }
    }

    @Test
    void burstIsServedAtOnceAndRefillsNoHigherThanItself() {
        open(new Limits.Rates(10, 30, 1e9, 1_000_000_000));
        Peer alice = chat.signIn("alice");
        chat.pass(Duration.ofHours(1));

        List<JsonObject> replies = new ArrayList<>();
        for (int i = 0; i < 40; i++) replies.add(alice.ask("ping", ""));

        assertThat(replies.subList(0, 30)).noneMatch(reply -> reply.has("error"));
        assertThat(replies.subList(30, 40)).allMatch(reply -> reply.has("error"));
    }

    @Test
    void requestsCountBySession() {
        open(new Limits.Rates(1, 5, 1e9, 1_000_000_000));
        Peer laptop = chat.signIn("alice");
        Peer phone = chat.signIn("alice");
        exhaust(laptop);

        phone.ok("ping", "");
    }

    @Test
    void sendsCountByUserOverAllItsSessionsAlsoThoseThatComeBack() {
        open(new Limits.Rates(1e9, 1_000_000_000, 1, 3));
        chat.channel("r");
        Peer laptop = chat.signIn("alice");
        laptop.ok("join", "\"room\":\"r\"");
        Peer phone = chat.signIn("alice");
        laptop.sendText("r", "c1", "one");
        phone.sendText("r", "c2", "two");
        laptop.sendText("r", "c3", "three");

        retryAfter(phone.sendText("r", "c4", "four"));
        phone.connection.cut();
        long wait = retryAfter(chat.signIn("alice").sendText("r", "c4", "four"));
        chat.pass(Duration.ofMillis(wait));

        assertThat(laptop.sendText("r", "c4", "four").get("seq").getAsLong()).isEqualTo(4);
        retryAfter(laptop.sendText("r", "c5", "five"));
    }

    @Test
    void refusedSendIsNotStoredAndNobodyElseIsHeldBack() {
        open(new Limits.Rates(1e9, 1_000_000_000, 1, 2));
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "one");
        peers[0].sendText("r", "c2", "two");

        retryAfter(peers[0].sendText("r", "c3", "three"));

        assertThat(peers[1].sendText("r", "c1", "bob's").get("seq").getAsLong()).isEqualTo(3);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("one", "two", "bob's");
    }

    @Test
    void otherRequestsGoOnWhenSendsAreRefused() {
        open(new Limits.Rates(1e9, 1_000_000_000, 1, 1));
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "one");
        retryAfter(alice.sendText("r", "c2", "two"));

        alice.ok("ping", "");
        assertThat(alice.ok("history", "\"room\":\"r\"").getAsJsonArray("messages"))
                .hasSize(1);
    }
}
