package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Identity;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Authenticator;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From connecting to the end: hello, renewal, signs of life, and what a broken client is told. */
class SessionTest {
    private Chat chat = Chat.open();

    @AfterEach
    void close() {
        chat.close();
    }

    private void reopen(Authenticator authenticator) {
        chat.close();
        chat = Chat.open(builder -> builder.authenticator(authenticator));
    }

    @Test
    void helloIsAnsweredWithWhoIAmAndTheLimits() {
        JsonObject welcome = chat.connect().ok("hello", "\"v\":1,\"token\":\"guest:alice\"");

        assertThat(welcome.getAsJsonObject("user").get("id").getAsString()).isEqualTo("alice");
        assertThat(welcome.get("session").getAsString()).isNotEmpty();
        assertThat(welcome.get("time").getAsLong()).isEqualTo(chat.env.clock().millis());
        assertThat(welcome.get("pingMs").getAsLong()).isEqualTo(25_000);
        assertThat(welcome.getAsJsonObject("limits").get("maxFrameBytes").getAsInt())
                .isEqualTo(65_536);
        assertThat(welcome.getAsJsonArray("rooms")).isEmpty();
        assertThat(welcome.get("more").getAsBoolean()).isFalse();
        assertThat(welcome.has("expiresInMs")).isFalse();
    }

    @Test
    void helloNamesTheRoomsMostRecentlyActiveFirst() {
        Peer alice = chat.channel("old", "alice")[0];
        chat.channel("new");
        chat.pass(Duration.ofSeconds(1));
        alice.ok("join", "\"room\":\"new\"");

        JsonObject welcome = chat.connect().ok("hello", "\"v\":1,\"token\":\"guest:alice\"");

        var rooms = welcome.getAsJsonArray("rooms");
        assertThat(rooms.get(0).getAsJsonObject().get("id").getAsString()).isEqualTo("new");
        assertThat(rooms.get(1).getAsJsonObject().get("id").getAsString()).isEqualTo("old");
    }

    @Test
    void withoutAnAuthenticatorNobodyConnects() {
        reopen(Authenticator.nobody());
        Peer alice = chat.connect();

        assertThat(alice.refused("hello", "\"v\":1,\"token\":\"guest:alice\"")).isEqualTo("UNAUTHENTICATED");
        assertThat(alice.closed()).contains(CloseReason.UNAUTHENTICATED);
    }

    @Test
    void authenticatorThatFailsIsNotARefusalForGood() {
        reopen((handshake, token) -> {
            throw new IllegalStateException("the database is away");
        });
        Peer alice = chat.connect();

        assertThat(alice.refused("hello", "\"v\":1")).isEqualTo("UNAVAILABLE");
        assertThat(alice.closed().orElseThrow().reconnectable()).isTrue();
    }

    @Test
    void silentAuthenticatorIsGivenUp() {
        reopen((handshake, token) -> new CompletableFuture<>());
        Peer alice = chat.connect();
        int hello = alice.post("hello", "\"v\":1");
        chat.pass(Duration.ofSeconds(6));

        assertThat(Peer.code(alice.reply(hello))).isEqualTo("UNAVAILABLE");
    }

    @Test
    void otherProtocolVersionIsRefusedForGood() {
        Peer alice = chat.connect();

        assertThat(alice.refused("hello", "\"v\":2,\"token\":\"guest:alice\"")).isEqualTo("BAD_REQUEST");
        assertThat(alice.closed()).contains(CloseReason.UNSUPPORTED_VERSION);
    }

    @Test
    void requestBeforeHelloIsRefusedAndTheConnectionLives() {
        chat.channel("r");
        Peer alice = chat.connect();

        assertThat(alice.refused("join", "\"room\":\"r\"")).isEqualTo("UNAUTHENTICATED");
        alice.ok("hello", "\"v\":1,\"token\":\"guest:alice\"");
    }

    @Test
    void requestsPipelinedBehindHelloWaitForIt() {
        chat.channel("r");
        Peer alice = chat.connect();

        int hello = alice.post("hello", "\"v\":1,\"token\":\"guest:alice\"");
        int join = alice.post("join", "\"room\":\"r\"");
        int send = alice.postText("r", "c1", "hi");
        chat.env.runAll();

        assertThat(alice.reply(hello).has("error")).isFalse();
        assertThat(alice.reply(join).has("error")).isFalse();
        assertThat(alice.reply(send).get("seq").getAsLong()).isEqualTo(1);
    }

    @Test
    void secondHelloIsABadRequest() {
        Peer alice = chat.signIn("alice");

        assertThat(alice.refused("hello", "\"v\":1,\"token\":\"guest:bob\"")).isEqualTo("BAD_REQUEST");
    }

    @Test
    void silenceInsteadOfAHelloEndsAfterTenSeconds() {
        Peer alice = chat.connect();

        chat.pass(Duration.ofSeconds(9));
        assertThat(alice.closed()).isEmpty();
        chat.pass(Duration.ofSeconds(1));
        assertThat(alice.closed()).contains(CloseReason.HELLO_TIMEOUT);
    }

    @Test
    void expiredTokenEndsTheSessionAndRenewalKeepsIt() {
        reopen((handshake, token) -> CompletableFuture.completedFuture(Identity.ofGuestToken(token)
                .map(user -> user.withExpiresAt(chat.env.clock().instant().plusSeconds(60)))));
        Peer renewing = chat.signIn("alice");
        Peer lapsing = chat.signIn("bob");

        chat.pass(Duration.ofSeconds(50));
        JsonObject renewed = renewing.ok("auth", "\"token\":\"guest:alice\"");
        chat.pass(Duration.ofSeconds(11));

        assertThat(renewed.get("expiresInMs").getAsLong()).isEqualTo(60_000);
        assertThat(lapsing.closed()).contains(CloseReason.TOKEN_EXPIRED);
        assertThat(renewing.closed()).isEmpty();
    }

    @Test
    void tokenThatExpiredBeforeHelloAsksForAFreshOne() {
        reopen((handshake, token) -> CompletableFuture.completedFuture(
                Optional.of(Identity.of("alice").withExpiresAt(chat.env.clock().instant()))));
        Peer alice = chat.connect();

        assertThat(alice.refused("hello", "\"v\":1")).isEqualTo("UNAUTHENTICATED");
        assertThat(alice.closed()).contains(CloseReason.TOKEN_EXPIRED);
    }

    @Test
    void identityThatEndsInAFarFutureIsGoodForThatLong() {
        reopen((handshake, token) -> CompletableFuture.completedFuture(
                Identity.ofGuestToken(token).map(user -> user.withExpiresAt(Instant.MAX))));
        Peer alice = chat.connect();

        JsonObject welcome = alice.ok("hello", "\"v\":1,\"token\":\"guest:alice\"");

        assertThat(welcome.get("expiresInMs").getAsLong())
                .isEqualTo(Duration.ofDays(36_500).toMillis());
        alice.ok("ping", "");
        chat.pass(Duration.ofMinutes(1));
        assertThat(alice.closed()).isEmpty();
    }

    @Test
    void talkerBeforeHelloThatReadsNothingIsClosed() {
        Peer alice = chat.connect();
        alice.connection.stall();

        for (int i = 0; i < 20_000 && alice.closed().isEmpty(); i++) {
            alice.post("ping", "");
            if (i % 100 == 0) chat.env.runAll();
            assertThat(alice.connection.connection().pendingBytes()).isLessThanOrEqualTo(1024 * 1024);
        }
        alice.connection.resume();

        assertThat(alice.closed()).contains(CloseReason.SLOW_CONSUMER);
    }

    @Test
    void metricsThatThrowHarmNobody() {
        chat.figures.throwing(true);

        Peer[] peers = chat.channel("r", "alice", "bob");
        assertThat(peers[0].sendText("r", "c1", "hi").get("seq").getAsLong()).isEqualTo(1);

        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
        assertThat(peers[0].refused("join", "\"room\":\"none\"")).isEqualTo("NOT_FOUND");
    }

    @Test
    void renewalWithATokenThatHasEndedIsRefusedAndTheSessionGoesOn() {
        Duration[] life = {Duration.ofSeconds(60)};
        reopen((handshake, token) -> CompletableFuture.completedFuture(Identity.ofGuestToken(token)
                .map(user -> user.withExpiresAt(chat.env.clock().instant().plus(life[0])))));
        Peer alice = chat.signIn("alice");

        life[0] = Duration.ofMillis(-5);
        JsonObject reply = alice.ask("auth", "\"token\":\"guest:alice\"");

        assertThat(Peer.code(reply)).isEqualTo("UNAUTHENTICATED");
        assertThat(Peer.message(reply)).isEqualTo("the token has expired");
        chat.pass(Duration.ofSeconds(59));
        assertThat(alice.closed()).isEmpty();
        chat.pass(Duration.ofSeconds(1));
        assertThat(alice.closed()).contains(CloseReason.TOKEN_EXPIRED);
    }

    @Test
    void renewalWithAnotherUsersTokenIsRefused() {
        Peer alice = chat.signIn("alice");

        assertThat(alice.refused("auth", "\"token\":\"guest:bob\"")).isEqualTo("FORBIDDEN");
        assertThat(alice.refused("auth", "\"token\":\"nonsense\"")).isEqualTo("UNAUTHENTICATED");
        assertThat(alice.closed()).isEmpty();
    }

    @Test
    void peerThatAnswersPingsStaysAndOneThatDoesNotIsGoneIn35Seconds() {
        Peer lively = chat.signIn("alice");
        Peer dead = chat.signIn("bob");
        dead.connection.answerPings(false);

        chat.pass(Duration.ofSeconds(36));

        assertThat(lively.closed()).isEmpty();
        assertThat(dead.closed()).contains(CloseReason.PING_TIMEOUT);
        chat.pass(Duration.ofMinutes(10));
        assertThat(lively.closed()).isEmpty();
    }

    @Test
    void anyFrameCountsAsLifeAndWhoDiesLaterIsGoneToo() {
        Peer alice = chat.signIn("alice");
        alice.connection.answerPings(false);

        for (int i = 0; i < 60; i++) {
            chat.pass(Duration.ofSeconds(5));
            alice.ok("ping", "");
        }
        assertThat(alice.closed()).isEmpty();
        chat.pass(Duration.ofSeconds(36));

        assertThat(alice.closed()).contains(CloseReason.PING_TIMEOUT);
    }

    @Test
    void threeMalformedFramesEndTheConnectionAndNobodyElses() {
        Peer alice = chat.signIn("alice");
        Peer bob = chat.signIn("bob");

        alice.line("{\"op\":");
        alice.line("[1,2]");
        assertThat(alice.takeAll()).allSatisfy(frame -> {
            assertThat(frame.get("re").getAsInt()).isZero();
            assertThat(Peer.code(frame)).isEqualTo("BAD_REQUEST");
        });
        alice.ok("ping", "");
        alice.line("{\"op\":\"ping\",\"id\":1,\"id\":2}");

        assertThat(alice.closed()).contains(CloseReason.MALFORMED);
        bob.ok("ping", "");
    }

    @Test
    void badArgumentsAreAnsweredWithTheirIdAndDoNotCountAsMalformed() {
        Peer alice = chat.signIn("alice");

        for (int i = 0; i < 10; i++) {
            JsonObject reply = alice.ask("send", "\"room\":\"r\",\"cid\":\"\"");
            assertThat(Peer.code(reply)).isEqualTo("BAD_REQUEST");
            assertThat(Peer.message(reply)).contains("cid");
        }
        assertThat(alice.refused("dance", "")).isEqualTo("UNKNOWN_OP");
        assertThat(alice.closed()).isEmpty();
    }

    @Test
    void tooLongTextNamesValueAndLimit() {
        Peer alice = chat.channel("r", "alice")[0];

        JsonObject reply = alice.sendText("r", "c1", "x".repeat(8_193));

        assertThat(Peer.code(reply)).isEqualTo("TOO_LARGE");
        assertThat(Peer.message(reply)).isEqualTo("text is 8193 bytes, limit 8192");
        assertThat(alice.sendText("r", "c2", "x".repeat(8_192)).has("seq")).isTrue();
    }

    @Test
    void requestsAboveTheRateAreRefusedWithAnHonestTime() {
        Peer alice = chat.signIn("alice");
        for (int i = 0; i < 60; i++) alice.ok("ping", "");

        JsonObject reply = alice.ask("ping", "");
        assertThat(Peer.code(reply)).isEqualTo("RATE_LIMITED");
        JsonObject error = reply.getAsJsonObject("error");
        assertThat(error.get("retryable").getAsBoolean()).isTrue();
        chat.pass(Duration.ofMillis(error.get("retryAfterMs").getAsLong()));
        alice.ok("ping", "");
    }

    @Test
    void oneUnitMayHoldManyLines() {
        Peer alice = chat.signIn("alice");

        alice.line("{\"op\":\"ping\",\"id\":101}\n{\"op\":\"ping\",\"id\":102}\n");
        chat.env.runAll();

        assertThat(alice.reply(101).has("error")).isFalse();
        assertThat(alice.reply(102).has("error")).isFalse();
    }

    @Test
    void sessionsOfOneUserAreCapped() {
        for (int i = 0; i < 20; i++) chat.signIn("alice");
        Peer surplus = chat.connect();

        assertThat(surplus.refused("hello", "\"v\":1,\"token\":\"guest:alice\""))
                .isEqualTo("UNAVAILABLE");
        assertThat(surplus.closed()).isPresent();
        chat.signIn("bob");
    }
}
