package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.hook.BeforeRecall;
import io.imbed.hook.Verdict;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Role;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Change;
import io.imbed.spi.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nobody should see: a storage that answers what it was not asked, and drafts larger than any frame. */
class DefectTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        chat.close();
    }

    @Test
    void answerThatFitsNoQuestionHarmsThatChangeAlone() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "one");
        Outcome nonsense = new Outcome.Duplicate(
                storage.real()
                        .log()
                        .message("r", 1)
                        .toCompletableFuture()
                        .join()
                        .orElseThrow(),
                2);
        storage.outcomes(entry -> entry.changes().stream().anyMatch(Change.Admit.class::isInstance) ? nonsense : null);

        assertThatThrownBy(() -> chat.done(chat.server.rooms().invite("r", "bob", Role.MEMBER)))
                .cause()
                .isInstanceOfSatisfying(
                        UnavailableException.class,
                        no -> assertThat(no.unknown()).isTrue());
        chat.pass(Duration.ofSeconds(1));

        assertThat(alice.sendText("r", "c2", "two").get("seq").getAsLong()).isEqualTo(2);
    }

    @Test
    void changeThatCannotBeDecidedIsRefusedAloneAndTheRoomGoesOn() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "one");
        peers[1].takeAll();
        storage.messages(DefectTest::fromTheBeginningOfTime);

        int recall = peers[0].post("recall", "\"room\":\"r\",\"seq\":1");
        int behind = peers[0].postText("r", "c2", "two");
        chat.env.runAll();

        JsonObject error = peers[0].reply(recall).getAsJsonObject("error");
        assertThat(error.get("code").getAsString()).isEqualTo("INTERNAL");
        assertThat(error.get("retryable").getAsBoolean()).isFalse();
        assertThat(peers[0].reply(behind).get("seq").getAsLong()).isEqualTo(2);
        assertThat(Peer.texts(peers[1].takeEvents())).containsExactly("two");
        assertThat(chat.figures.counted("im.lane.defects", "")).isZero();
        storage.messages(UnaryOperator.identity());
        peers[0].ok("recall", "\"room\":\"r\",\"seq\":1");
    }

    @Test
    void requestThatFailsForAReasonOfOursIsAnsweredAndSaysNothingOfTheCause() {
        try (Chat hooked = Chat.open(
                storage,
                builder -> builder.limits(Chat.unhurried()).on(BeforeRecall.class, attempt -> Verdict.allow()))) {
            Peer alice = hooked.channel("r2", "alice")[0];
            alice.sendText("r2", "c1", "one");
            storage.messages(DefectTest::fromTheBeginningOfTime);

            JsonObject reply = alice.ask("recall", "\"room\":\"r2\",\"seq\":1");

            assertThat(Peer.code(reply)).isEqualTo("INTERNAL");
            assertThat(Peer.message(reply)).isEqualTo("internal error; the server's log has the cause");
            alice.ok("ping", "");
        }
    }

    /** Its age is more than can be counted. */
    static Message fromTheBeginningOfTime(Message message) {
        return new Message(
                message.room(),
                message.seq(),
                message.rev(),
                message.cid(),
                message.sender(),
                message.senderName(),
                Instant.MIN,
                message.content(),
                null,
                List.of(),
                null,
                null);
    }

    @Test
    void contentAndMetaTogetherFitAFrame() {
        chat.channel("r");
        JsonText meta = new JsonText("{\"a\":\"" + "x".repeat(70_000) + "\"}");

        assertThatThrownBy(() ->
                        chat.done(chat.server.rooms().send("r", Draft.text("hi").withMeta(meta))))
                .cause()
                .isInstanceOfSatisfying(RefusedException.class, no -> {
                    assertThat(no.code()).isEqualTo(ErrorCode.TOO_LARGE);
                    assertThat(no).hasMessageContaining("content and meta").hasMessageContaining("limit 65536");
                });
    }
}
