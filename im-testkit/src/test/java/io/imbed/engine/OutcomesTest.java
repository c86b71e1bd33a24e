package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.NewRoom;
import io.imbed.protocol.EventBody;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a send under each answer that a storage may give. */
class OutcomesTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.releaseAppends();
        chat.close();
    }

    /** As another node would, of which this one knows nothing. */
    private void kickBehindTheBack(String room, String user) {
        RoomState state = storage.room(room);
        Outcome outcome = storage.store(new Entry(
                room,
                new Guard.At(state.epoch(), state.policy()),
                chat.env.clock().instant(),
                "~system",
                List.of(new Change.Dismiss(user)),
                List.of(new EventBody.Kicked(user))));
        assertThat(outcome).isInstanceOf(Outcome.Stored.class);
    }

    private long messagesStored(String room) {
        return storage.room(room).seq();
    }

    @Test
    void onePoisonedEntryFailsAloneAndItsNeighboursAreStored() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.outcomeOnce("poison", entry -> new Outcome.Failed("a test's wish"));

        int first = peers[0].postText("r", "c1", "one");
        int poison = peers[0].postText("r", "c2", "poison");
        int last = peers[0].postText("r", "c3", "three");
        chat.env.runAll();

        assertThat(peers[0].reply(first).get("seq").getAsLong()).isEqualTo(1);
        assertThat(Peer.code(peers[0].reply(poison))).isEqualTo("INTERNAL");
        assertThat(peers[0].reply(last).get("seq").getAsLong()).isEqualTo(2);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("one", "three");
    }

    @Test
    void refusalByTheStorageMayBeTriedAgainAndIsNotUnknown() {
        Peer alice = chat.channel("r", "alice")[0];
        storage.outcomeOnce("hi", entry -> new Outcome.Refused("full"));

        JsonObject error = alice.sendText("r", "c1", "hi").getAsJsonObject("error");

        assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(error.get("retryAfterMs").getAsLong()).isPositive();
        assertThat(error.has("unknown")).isFalse();
        assertThat(alice.sendText("r", "c1", "hi").get("seq").getAsLong()).isEqualTo(1);
    }

    @Test
    void staleSendIsDecidedAgainOnFreshStateAndStoredIfItStillMay() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");
        kickBehindTheBack("r", "carol");

        JsonObject ack = peers[0].sendText("r", "c1", "hi");

        assertThat(ack.get("seq").getAsLong()).isEqualTo(1);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
        assertThat(messagesStored("r")).isEqualTo(1);
    }

    @Test
    void senderKickedBehindTheBackIsRefusedAndNothingIsStored() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        kickBehindTheBack("r", "alice");

        JsonObject refused = peers[0].sendText("r", "c1", "hi");

        assertThat(Peer.code(refused)).isEqualTo("FORBIDDEN");
        assertThat(messagesStored("r")).isZero();
        assertThat(Peer.texts(peers[1].takeEvents())).isEmpty();
    }

    @Test
    void staleSendsKeepTheirOrder() {
        Peer[] peers = chat.channel("r", "alice", "bob", "carol");
        kickBehindTheBack("r", "carol");

        for (int i = 0; i < 10; i++) peers[0].postText("r", "c" + i, "m" + i);
        chat.env.runAll();

        assertThat(Peer.texts(peers[1].takeEvents()))
                .containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
    }

    @Test
    void unknownThatWasStoredIsOneMessageOneAckAndDeliveredWithoutAnythingElseHappening() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.outcomeOnce("hi", entry -> {
            storage.store(entry);
            return new Outcome.Unknown();
        });

        int id = peers[0].postText("r", "c1", "hi");
        chat.pass(Duration.ofSeconds(1));

        assertThat(peers[0].reply(id).get("seq").getAsLong()).isEqualTo(1);
        assertThat(messagesStored("r")).isEqualTo(1);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
        assertThat(Peer.texts(peers[0].takeEvents())).containsExactly("hi");
    }

    @Test
    void unknownThatWasNotStoredIsOneMessageAndOneAckBeforeWhatWasSentLater() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.outcomeOnce("hi", entry -> new Outcome.Unknown());

        int id = peers[0].postText("r", "c1", "hi");
        int next = peers[0].postText("r", "c2", "next");
        chat.pass(Duration.ofSeconds(1));

        assertThat(peers[0].reply(id).has("seq")).isTrue();
        assertThat(peers[0].reply(next).has("seq")).isTrue();
        assertThat(messagesStored("r")).isEqualTo(2);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi", "next");
    }

    @Test
    void sendThatMayHaveBeenStoredIsNotCalledRefusedBecauseTheStorageTakesNothingNow() {
        for (Outcome second : List.of(new Outcome.Refused("full"), new Outcome.Failed("a test's wish"))) {
            String room = second.getClass().getSimpleName();
            Peer alice = chat.channel(room, "alice")[0];
            Deque<Outcome> outcomes = new ArrayDeque<>(List.of(new Outcome.Unknown(), second));
            storage.outcomes(entry -> {
                if (outcomes.size() == 2) storage.store(entry);
                return outcomes.poll();
            });

            int id = alice.postText(room, "c1", "hi");
            chat.pass(Duration.ofSeconds(1));

            JsonObject error = alice.reply(id).getAsJsonObject("error");
            assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
            assertThat(error.get("unknown").getAsBoolean()).isTrue();
            assertThat(alice.sendText(room, "c1", "hi").get("dup").getAsBoolean())
                    .isTrue();
        }
    }

    @Test
    void unknownAnsweredTooLateIsDeliveredAllTheSame() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.outcomeOnce("hi", entry -> {
            storage.store(entry);
            return new Outcome.Unknown();
        });
        storage.holdAppends();
        int id = peers[0].postText("r", "c1", "hi");
        chat.pass(Duration.ofSeconds(17));
        assertThat(Peer.code(peers[0].reply(id))).isEqualTo("UNAVAILABLE");

        storage.releaseAppends();
        chat.pass(Duration.ofSeconds(1));

        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
    }

    @Test
    void unknownKickThatWasStoredCutsOffEvenIfItsAnswerIsLate() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.outcomes(entry -> {
            if (entry.events().stream().noneMatch(EventBody.Kicked.class::isInstance)) return null;
            storage.outcomes(other -> null);
            storage.store(entry);
            return new Outcome.Unknown();
        });
        storage.holdAppends();
        chat.server.rooms().kick("r", "bob");
        chat.pass(Duration.ofSeconds(17));

        storage.releaseAppends();
        chat.pass(Duration.ofSeconds(1));

        assertThat(peers[1].takeAll().toString()).contains("kicked").contains("gone");
        assertThat(peers[1].refused("history", "\"room\":\"r\"")).isEqualTo("FORBIDDEN");
    }

    @Test
    void founderOfARoomThatIsAskedAboutWhileItIsMadeHearsOfIt() {
        Peer bob = chat.signIn("bob");
        Peer mallory = chat.signIn("mallory");
        storage.holdAppends();
        chat.server.rooms().create(NewRoom.group("g1").owner("alice").members("bob"));
        chat.env.runAll();

        mallory.ask("history", "\"room\":\"g1\"");
        storage.releaseAppends();

        assertThat(bob.take("room")).hasSize(1);
    }

    @Test
    void storageThatThrowsInPlaceIsUnknownAndTheLaneGoesOn() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.throwing(true);
        int id = peers[0].postText("r", "c1", "hi");
        chat.pass(Duration.ofSeconds(2));
        JsonObject error = peers[0].reply(id).getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo("UNAVAILABLE");
        assertThat(error.get("unknown").getAsBoolean()).isTrue();

        storage.throwing(false);
        chat.pass(Duration.ofSeconds(2));

        assertThat(peers[0].sendText("r", "c1", "hi").get("seq").getAsLong()).isEqualTo(1);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi");
    }

    @Test
    void storageThatAnswersForTooFewEntriesIsUnknownAndTheLaneGoesOn() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        storage.loseAnswersOfOneBatch();

        int first = peers[0].postText("r", "c1", "one");
        int second = peers[0].postText("r", "c2", "two");
        chat.pass(Duration.ofSeconds(2));

        assertThat(peers[0].reply(first).get("seq").getAsLong()).isEqualTo(1);
        assertThat(peers[0].reply(second).get("seq").getAsLong()).isEqualTo(2);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("one", "two");
    }
}
