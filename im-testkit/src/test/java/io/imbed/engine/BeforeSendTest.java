package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.Origin;
import io.imbed.SendOptions;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RoomKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The host's say over each message, as long as its hooks answer. */
class BeforeSendTest {
    private final List<Attempt.Send> asked = new ArrayList<>();
    private Chat chat;

    @AfterEach
    void close() {
        chat.close();
    }

    private void open(BeforeSend... hooks) {
        chat = Chat.open(builder -> {
            builder.limits(Chat.unhurried());
            for (BeforeSend each : hooks) builder.on(BeforeSend.class, each);
        });
    }

    private Verdict allow(Attempt.Send attempt) {
        asked.add(attempt);
        return Verdict.allow();
    }

    private static BeforeSend appending(String suffix) {
        return attempt -> Verdict.replace(
                attempt.draft().withText(attempt.draft().content().fallback() + suffix));
    }

    private List<String> history(Peer peer) {
        List<String> texts = new ArrayList<>();
        peer.ok("history", "\"room\":\"r\"")
                .getAsJsonArray("messages")
                .forEach(message -> texts.add(Peer.text(message.getAsJsonObject())));
        return texts;
    }

    @Test
    void hookSeesWhoSendsWhatWhere() {
        open(this::allow);
        Peer alice = chat.channel("r", "alice")[0];

        alice.sendText("r", "c1", "hi");

        assertThat(asked).hasSize(1);
        Attempt.Send attempt = asked.get(0);
        assertThat(attempt.room()).isEqualTo("r");
        assertThat(attempt.kind()).isEqualTo(RoomKind.CHANNEL);
        assertThat(attempt.sender()).isEqualTo(Identity.of("alice"));
        assertThat(attempt.cid()).isEqualTo("c1");
        assertThat(attempt.draft()).isEqualTo(Draft.text("hi"));
        assertThat(attempt.origin()).isEqualTo(Origin.CLIENT);
    }

    @Test
    void replacementsChainInOrderAndReachStorageAckAndEvents() {
        open(appending(" 1"), this::allow, appending(" 2"));
        Peer[] peers = chat.channel("r", "alice", "bob");

        JsonObject ack = peers[0].sendText("r", "c1", "hi");

        assertThat(asked.get(0).draft()).isEqualTo(Draft.text("hi 1"));
        assertThat(ack.getAsJsonObject("content").get("text").getAsString()).isEqualTo("hi 1 2");
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("hi 1 2");
        assertThat(history(peers[1])).containsExactly("hi 1 2");
    }

    @Test
    void ackHoldsNoContentUnlessAHookChangedIt() {
        open(this::allow);
        Peer alice = chat.channel("r", "alice")[0];

        assertThat(alice.sendText("r", "c1", "hi").has("content")).isFalse();
    }

    @Test
    void repeatOfAReplacedMessageIsTheSameMessageAndNoConflict() {
        open(appending("!"));
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");
        for (int i = 0; i < 300; i++) alice.postText("r", "other" + i, "m"); // out of the lane's memory

        JsonObject repeat = alice.sendText("r", "c1", "hi");

        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(repeat.get("seq").getAsLong()).isEqualTo(1);
        assertThat(repeat.getAsJsonObject("content").get("text").getAsString()).isEqualTo("hi!");
    }

    @Test
    void whatTheClientSubmittedMakesARepeatAndNotWhatHooksMadeOfIt() {
        int[] asked = {0};
        open(attempt -> Verdict.replace(
                attempt.draft().withText(attempt.cid().equals("c1") ? "the same" : "another " + asked[0]++)));
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");
        alice.sendText("r", "c2", "hi");
        for (int i = 0; i < 300; i++) alice.postText("r", "other" + i, "m"); // out of the lane's memory
        chat.env.runAll();

        JsonObject otherMadeAlike = alice.sendText("r", "c1", "something else");
        JsonObject sameMadeAnother = alice.sendText("r", "c2", "hi");

        assertThat(Peer.code(otherMadeAlike)).isEqualTo("CONFLICT");
        assertThat(sameMadeAnother.get("dup").getAsBoolean()).isTrue();
    }

    static Stream<Arguments> excessive() {
        return Stream.of(
                Arguments.of(Draft.text("x".repeat(8 * 1024 + 1)), "TOO_LARGE"),
                Arguments.of(Draft.text("x").withMentions(Collections.nCopies(51, "bob")), "TOO_LARGE"),
                Arguments.of(Draft.text("x").withReplyTo(99), "NOT_FOUND"),
                Arguments.of(Draft.text("x").withReplyTo(0), "BAD_REQUEST"));
    }

    @ParameterizedTest
    @MethodSource("excessive")
    void replacementThatBreaksALimitIsRefusedAndNotStored(Draft draft, String code) {
        open(attempt -> Verdict.replace(draft));
        Peer[] peers = chat.channel("r", "alice", "bob");

        assertThat(Peer.code(peers[0].sendText("r", "c1", "hi"))).isEqualTo(code);

        assertThat(peers[1].takeEvents()).isEmpty();
    }

    @Test
    void rejectionReachesTheClientAndTheNextHookIsNotAsked() {
        open(attempt -> Verdict.reject("no shouting"), this::allow);
        Peer[] peers = chat.channel("r", "alice", "bob");

        JsonObject reply = peers[0].sendText("r", "c1", "HI");

        assertThat(Peer.code(reply)).isEqualTo("REJECTED");
        assertThat(Peer.message(reply)).isEqualTo("no shouting");
        assertThat(reply.getAsJsonObject("error").get("retryable").getAsBoolean())
                .isFalse();
        assertThat(asked).isEmpty();
        assertThat(peers[1].takeEvents()).isEmpty();
    }

    @Test
    void rejectionWithARetryableCodeSaysWhen() {
        open(attempt -> new Verdict.Reject(ErrorCode.RATE_LIMITED, "one joke a minute"));
        Peer alice = chat.channel("r", "alice")[0];

        JsonObject error = alice.sendText("r", "c1", "hi").getAsJsonObject("error");

        assertThat(error.get("code").getAsString()).isEqualTo("RATE_LIMITED");
        assertThat(error.get("retryable").getAsBoolean()).isTrue();
        assertThat(error.get("retryAfterMs").getAsLong()).isPositive();
    }

    @Test
    void repeatUnderWayOrJustStoredIsNotAskedAboutAgain() {
        open(this::allow);
        Peer alice = chat.channel("r", "alice")[0];
        Peer phone = chat.signIn("alice");

        alice.postText("r", "c1", "hi");
        phone.postText("r", "c1", "hi");
        alice.postText("r", "c1", "hi");
        chat.env.runAll();
        JsonObject repeat = phone.sendText("r", "c1", "hi");

        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(asked).hasSize(1);
    }

    @Test
    void rejectedRepeatOfWhatWasStoredBeforeIsADuplicate() {
        boolean[] strict = {false};
        open(attempt -> strict[0] ? Verdict.reject("not any more") : Verdict.allow());
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hi");
        for (int i = 0; i < 300; i++) alice.postText("r", "other" + i, "m"); // out of the lane's memory
        chat.env.runAll();
        strict[0] = true;

        JsonObject repeat = alice.sendText("r", "c1", "hi");

        assertThat(repeat.get("seq").getAsLong()).isEqualTo(1);
        assertThat(repeat.get("dup").getAsBoolean()).isTrue();
        assertThat(Peer.code(alice.sendText("r", "c2", "new"))).isEqualTo("REJECTED");
    }

    @Test
    void hooksAreNotAskedAboutStrangersAndRoomsThatAreNot() {
        open(this::allow);
        chat.channel("r", "alice");
        Peer mallory = chat.signIn("mallory");

        assertThat(Peer.code(mallory.sendText("r", "c1", "hi"))).isEqualTo("FORBIDDEN");
        assertThat(Peer.code(mallory.sendText("nowhere", "c1", "hi"))).isEqualTo("NOT_FOUND");

        assertThat(asked).isEmpty();
    }

    @Test
    void hostsOwnSendsAreAskedAboutUnlessItSaysOtherwise() {
        open(this::allow);
        chat.channel("r");

        chat.done(chat.server.rooms().send("r", Draft.text("notice")));
        chat.done(chat.server
                .rooms()
                .send("r", Identity.of("bot"), Draft.text("x"), SendOptions.DEFAULT.with(SendOptions.Hooks.SKIPPED)));

        assertThat(asked).hasSize(1);
        assertThat(asked.get(0).origin()).isEqualTo(Origin.HOST);
        assertThat(asked.get(0).sender()).isEqualTo(Identity.system());
    }

    @Test
    void sendFromWithinAHookAsksNoHooksUnlessItSaysSo() {
        open(attempt -> {
            asked.add(attempt);
            if (attempt.origin() == Origin.CLIENT) {
                chat.server.rooms().send("r", Draft.text("echo, unasked"));
                chat.server
                        .rooms()
                        .send(
                                "r",
                                Identity.system(),
                                Draft.text("echo, asked"),
                                SendOptions.DEFAULT.with(SendOptions.Hooks.ASKED));
            }
            return Verdict.allow();
        });
        Peer[] peers = chat.channel("r", "alice", "bob");

        peers[0].sendText("r", "c1", "hi");

        assertThat(asked.stream().map(Attempt.Send::origin)).containsExactly(Origin.CLIENT, Origin.HOOK);
        assertThat(asked.get(1).draft()).isEqualTo(Draft.text("echo, asked"));
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactlyInAnyOrder("hi", "echo, unasked", "echo, asked");
    }
}
