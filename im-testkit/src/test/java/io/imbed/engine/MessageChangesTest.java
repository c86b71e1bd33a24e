package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeEdit;
import io.imbed.hook.BeforeRecall;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.MessageEdited;
import io.imbed.hook.MessageRecalled;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes of messages that meet each other, another node, hooks, and a storage in trouble. */
class MessageChangesTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final List<Attempt> asked = new ArrayList<>();
    private final List<Message> told = new ArrayList<>();
    private Verdict verdict = Verdict.allow();
    private Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.releaseAppends();
        storage.reads().release();
        chat.close();
    }

    /** Before anything was stored: the server that is there is another's by then. */
    private void openWithHooks() {
        chat.close();
        chat = Chat.open(builder -> builder.limits(Chat.unhurried())
                .on(BeforeEdit.class, attempt -> {
                    asked.add(attempt);
                    return verdict;
                })
                .on(BeforeRecall.class, attempt -> {
                    asked.add(attempt);
                    return (Verdict.Decision) verdict;
                })
                .on(MessageEdited.class, edited -> told.add(edited.message()))
                .on(MessageRecalled.class, recalled -> told.add(recalled.message())));
    }

    private static String edit(long seq, String text) {
        return "\"room\":\"r\",\"seq\":" + seq + ",\"content\":{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    private static String recall(long seq) {
        return "\"room\":\"r\",\"seq\":" + seq;
    }

    private Message message(long seq) {
        return chat.done(storage.real().log().message("r", seq)).orElseThrow();
    }

    private static List<String> types(List<JsonObject> events) {
        return events.stream().map(event -> event.get("type").getAsString()).toList();
    }

    @Test
    void editBehindARecallInTheSameBatchIsRefused() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hello");
        peers[1].takeEvents();
        storage.holdAppends();
        peers[1].postText("r", "c2", "first, so that the others gather");
        chat.env.runAll();

        int first = peers[0].post("edit", edit(1, "one"));
        int second = peers[0].post("edit", edit(1, "two"));
        int recall = peers[0].post("recall", recall(1));
        int late = peers[0].post("edit", edit(1, "three"));
        chat.env.runAll();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(peers[0].reply(first).has("error")).isFalse();
        assertThat(peers[0].reply(second).has("error")).isFalse();
        assertThat(peers[0].reply(recall).has("error")).isFalse();
        assertThat(Peer.code(peers[0].reply(late))).isEqualTo("FORBIDDEN");
        assertThat(types(peers[1].takeEvents())).containsExactly("message", "edited", "edited", "recalled");
        assertThat(storage.batches.get(storage.batches.size() - 1)).hasSize(3);
        assertThat(message(1).recalled()).isTrue();
    }

    @Test
    void editOnWhatAnotherNodeChangedIsDecidedAgain() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hello");
        peers[1].takeEvents();
        storage.holdAppends();
        int edit = peers[0].post("edit", edit(1, "mine"));
        chat.env.runAll();
        RoomState state = storage.room("r");
        storage.store(new Entry(
                "r",
                new Guard.At(state.epoch(), state.policy()),
                state.at(),
                "alice",
                List.of(new Change.Rewrite(1, message(1).rev(), Content.text("other"), List.of(), state.at())),
                List.of(EventBody.Edited.bare(1))));

        storage.releaseAppends();
        chat.env.runAll();

        assertThat(peers[0].reply(edit).has("error")).isFalse();
        assertThat(message(1).content()).isEqualTo(Content.text("mine"));
        assertThat(types(peers[1].takeEvents())).containsExactly("edited", "edited");
    }

    @Test
    void editWhoseOutcomeIsUnknownIsSettledByReading() {
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hello");
        peers[1].takeEvents();
        boolean[] lost = {false};
        storage.outcomes(entry -> {
            boolean edits = entry.events().stream().anyMatch(EventBody.Edited.class::isInstance);
            if (lost[0] || !edits) return null;
            lost[0] = true;
            storage.store(entry);
            return new Outcome.Unknown();
        });

        int edit = peers[0].post("edit", edit(1, "once"));
        chat.pass(Duration.ofSeconds(5));

        assertThat(peers[0].reply(edit).has("error")).isFalse();
        assertThat(types(peers[1].takeEvents())).containsExactly("edited");
    }

    @Test
    void messageThatCannotBeReadIsUnavailableAndNotUnknown() {
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hello");
        storage.reads().failing(true);

        JsonObject reply = alice.ask("edit", edit(1, "x"));

        assertThat(Peer.code(reply)).isEqualTo("UNAVAILABLE");
        assertThat(reply.getAsJsonObject("error").has("unknown")).isFalse();
        storage.reads().failing(false);
        alice.ok("edit", edit(1, "x"));
    }

    @Test
    void hooksAreAskedAboutWhatTheRulesAllowAndToldWhatWasCommitted() {
        openWithHooks();
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hello");

        peers[1].refused("edit", edit(1, "not mine"));
        peers[1].refused("recall", recall(1));
        peers[0].refused("recall", recall(7));
        assertThat(asked).isEmpty();
        peers[0].ok("edit", edit(1, "edited"));
        peers[0].ok("recall", recall(1));
        chat.env.runAll();

        assertThat(asked).hasSize(2);
        assertThat(asked.get(0)).isInstanceOfSatisfying(Attempt.Edit.class, attempt -> {
            assertThat(attempt.message().content()).isEqualTo(Content.text("hello"));
            assertThat(attempt.draft().content()).isEqualTo(Content.text("edited"));
            assertThat(attempt.editor().id()).isEqualTo("alice");
        });
        assertThat(asked.get(1))
                .isInstanceOfSatisfying(
                        Attempt.Recall.class,
                        attempt -> assertThat(attempt.message().content()).isEqualTo(Content.text("edited")));
        assertThat(told).hasSize(2);
        assertThat(told.get(0).content()).isEqualTo(Content.text("edited"));
        assertThat(told.get(1).recalled()).isTrue();
    }

    @Test
    void hookReplacesOrRejectsAnEditAndWhatItMakesIsCheckedAgain() {
        openWithHooks();
        Peer[] peers = chat.channel("r", "alice", "bob");
        peers[0].sendText("r", "c1", "hello");
        peers[1].takeEvents();

        verdict = Verdict.replace(Draft.text("h***o"));
        peers[0].ok("edit", edit(1, "heeeo"));
        assertThat(Peer.text(peers[1].takeEvents().get(0))).isEqualTo("h***o");
        verdict = Verdict.replace(Draft.text("x".repeat(9_000)));
        assertThat(peers[0].refused("edit", edit(1, "long"))).isEqualTo("TOO_LARGE");
        verdict = Verdict.replace(Draft.of(Content.parse("{\"type\":\"x.y\",\"fallback\":\"?\"}")));
        assertThat(peers[0].refused("edit", edit(1, "typed"))).isEqualTo("BAD_REQUEST");
        verdict = Verdict.reject("not now");
        assertThat(peers[0].refused("edit", edit(1, "never"))).isEqualTo("REJECTED");
        assertThat(peers[0].refused("recall", recall(1))).isEqualTo("REJECTED");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().recall("r", 1))).hasMessageContaining("not now");
        assertThat(peers[1].takeEvents()).isEmpty();
    }

    @Test
    void whatAHookChangesAsksNoHooks() {
        chat.close();
        List<CompletableFuture<Void>> done = new ArrayList<>();
        chat = Chat.open(builder -> builder.limits(Chat.unhurried())
                .on(BeforeRecall.class, attempt -> Verdict.reject("nobody recalls"))
                .on(
                        MessageEdited.class,
                        edited -> done.add(chat.server
                                .rooms()
                                .recall("r", edited.message().seq())
                                .toCompletableFuture())));
        Peer alice = chat.channel("r", "alice")[0];
        alice.sendText("r", "c1", "hello");

        alice.ok("edit", edit(1, "edited"));
        chat.env.runAll();

        assertThat(done).singleElement().satisfies(stage -> assertThat(stage).isCompleted());
    }

    @Test
    void whatAHookMadeOfAMessageIsNotAnsweredToARepeatOnceItIsRecalled() {
        chat.close();
        chat = Chat.open(builder -> builder.limits(Chat.unhurried())
                .on(BeforeSend.class, attempt -> Verdict.replace(attempt.draft().withText("made secret"))));
        Peer alice = chat.channel("r", "alice")[0];
        assertThat(Peer.text(alice.sendText("r", "c1", "hello"))).isEqualTo("made secret");

        alice.ok("recall", recall(1));

        assertThat(alice.sendText("r", "c1", "hello").toString())
                .contains("\"dup\":true")
                .doesNotContain("secret");
    }

    @Test
    void membershipThatWasReadBeforeAKickIsNotBelievedAfterIt() {
        Peer bob = chat.channel("r", "alice", "bob")[1];
        boolean[] lost = {false};
        storage.outcomes(entry -> {
            if (lost[0]) return null;
            lost[0] = true;
            return new Outcome.Unknown();
        });
        bob.postText("r", "c1", "makes the room be read anew");
        chat.pass(Duration.ofMillis(50)); // forgotten, and not read again yet
        storage.reads().hold(TroubledReads.Kind.MEMBER);
        chat.pass(Duration.ofSeconds(1));
        bob.post("typing", "\"room\":\"r\",\"on\":true"); // reads that bob is a member
        chat.env.runAll();
        chat.signIn("bob"); // knows by another way that he is
        chat.server.rooms().kick("r", "bob");
        chat.env.runAll();
        chat.server.rooms().kick("r", "bob"); // changes nothing, so that the lane has time to forget
        chat.env.runAll();

        storage.reads().release();
        chat.env.runAll();

        assertThat(bob.refused("send", Peer.sendArguments("r", "c2", "am I still in?")))
                .isEqualTo("FORBIDDEN");
    }
}
