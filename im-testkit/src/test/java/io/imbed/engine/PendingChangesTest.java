package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Role;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is decided on changes that are not stored yet is answered when they are, and decided again if they never are. */
class PendingChangesTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));

    @AfterEach
    void close() {
        storage.releaseAppends();
        storage.reads().release();
        chat.close();
    }

    private CompletableFuture<Void> invite(String user) {
        return chat.server.rooms().invite("r", user, Role.MEMBER).toCompletableFuture();
    }

    /** The next change with such an event gets this outcome. */
    private void outcomeOnce(Class<? extends EventBody> event, Outcome outcome) {
        boolean[] done = {false};
        storage.outcomes(entry -> {
            if (done[0] || entry.events().stream().noneMatch(event::isInstance)) return null;
            done[0] = true;
            return outcome;
        });
    }

    @Test
    void membershipIsNotConfirmedBeforeItIsStored() {
        Peer bob = chat.signIn("bob");
        chat.server.rooms().create(NewRoom.channel("r"));
        chat.env.runAll();
        storage.holdAppends();

        int first = bob.post("join", "\"room\":\"r\"");
        int second = bob.post("join", "\"room\":\"r\"");
        chat.env.runAll();
        assertThat(bob.find(first)).isEmpty();
        assertThat(bob.find(second)).isEmpty();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(bob.reply(first).getAsJsonObject("room").has("role")).isTrue();
        assertThat(bob.reply(second).getAsJsonObject("room").has("role")).isTrue();
    }

    @Test
    void changeThatAnEarlierOneSeemedToHaveMadeIsMadeIfThatOneFails() {
        chat.channel("r", "alice");
        outcomeOnce(EventBody.Joined.class, new Outcome.Failed("a test's wish"));
        storage.holdAppends();
        chat.server.rooms().send("r", Draft.text("first, so that both gather"));
        chat.env.runAll();

        CompletableFuture<Void> first = invite("bob");
        CompletableFuture<Void> second = invite("bob");
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
        assertThat(storage.real()
                        .store()
                        .member("r", "bob")
                        .toCompletableFuture()
                        .join())
                .isPresent();
    }

    @Test
    void whatComesBehindADeletionInOneBatchIsForTheNextLife() {
        chat.channel("r", "alice");
        String before = chat.done(chat.server.rooms().head("r")).epoch();
        storage.holdAppends();
        chat.server.rooms().send("r", Draft.text("first, so that all gather"));
        chat.env.runAll();

        var deleted = chat.server.rooms().delete("r").toCompletableFuture();
        var invited = invite("alice"); // who is a member, as long as there is a room
        var made = chat.server.rooms().create(NewRoom.channel("r")).toCompletableFuture();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(deleted).isCompleted();
        assertThat(invited).isCompletedExceptionally();
        assertThat(made).isCompleted();
        assertThat(chat.done(chat.server.rooms().head("r")).epoch()).isNotEqualTo(before);
    }

    @Test
    void messageMayAnswerOneOfItsOwnBatch() {
        Peer alice = chat.channel("r", "alice")[0];
        storage.holdAppends();
        chat.server.rooms().send("r", Draft.text("first, so that the others gather"));
        chat.env.runAll();

        int asks = alice.post("send", Peer.sendArguments("r", "c1", "ready?"));
        int answers = alice.post("send", Peer.sendArguments("r", "c2", "yes") + ",\"replyTo\":2");
        chat.env.runAll();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(alice.reply(asks).get("seq").getAsLong()).isEqualTo(2);
        assertThat(alice.reply(answers).get("seq").getAsLong()).isEqualTo(3);
    }

    @Test
    void whatARoomKeepsNoLongerIsNotThereForThoseBehind() {
        Peer alice = chat.channel("r", "alice")[0];
        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withKeep(2)));
        alice.sendText("r", "c1", "a");
        alice.sendText("r", "c2", "b");
        storage.holdAppends();
        chat.server.rooms().send("r", Draft.text("first, so that the others gather; now a goes"));
        chat.env.runAll();

        int recalled = alice.post("recall", "\"room\":\"r\",\"seq\":2");
        alice.post("send", "\"room\":\"r\",\"cid\":\"c3\",\"content\":{\"type\":\"text\",\"text\":\"now b goes\"}");
        int reacted = alice.post("react", "\"room\":\"r\",\"seq\":2,\"key\":\"+1\",\"on\":true");
        chat.env.runAll();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(alice.find(recalled)).isPresent();
        assertThat(alice.reply(reacted).getAsJsonObject("error").get("code").getAsString())
                .isEqualTo("NOT_FOUND");
    }

    @Test
    void whatARoomIsToldToKeepNoLongerIsNotThereForWhoReactedToIt() {
        Peer alice = chat.channel("r", "alice")[0];
        for (int i = 1; i <= 3; i++) alice.sendText("r", "c" + i, "a");
        String like = "\"room\":\"r\",\"seq\":1,\"key\":\"+1\",\"on\":true";
        alice.ok("react", like);

        chat.done(chat.server.rooms().configure("r", SettingsPatch.NONE.withKeep(2)));

        assertThat(alice.refused("react", like)).isEqualTo("NOT_FOUND");
    }

    @Test
    void senderWhoseKickWasNotStoredIsNotRefused() {
        Peer bob = chat.channel("r", "alice", "bob")[1];
        outcomeOnce(EventBody.Kicked.class, new Outcome.Refused("full"));
        storage.holdAppends();
        bob.postText("r", "c0", "first, so that both gather");
        chat.env.runAll();

        chat.server.rooms().kick("r", "bob");
        int send = bob.postText("r", "c1", "still here");
        storage.releaseAppends();
        chat.pass(Duration.ofSeconds(1));

        assertThat(bob.reply(send).get("seq").getAsLong()).isEqualTo(2);
    }

    @Test
    void answerToAJoinThatCameAfterTheKickDoesNotSayMember() {
        Peer bob = chat.signIn("bob");
        chat.server.rooms().create(NewRoom.channel("r"));
        chat.env.runAll();
        storage.holdAnswers();
        int join = bob.post("join", "\"room\":\"r\"");
        chat.env.runAll();
        storage.reads().hold();
        storage.releaseAppends();
        assertThat(bob.take("room")).hasSize(1);

        chat.server.rooms().kick("r", "bob");
        chat.env.runAll();
        assertThat(bob.take("gone")).hasSize(1);
        storage.reads().release();
        chat.env.runAll();

        JsonObject joined = bob.reply(join);
        assertThat(joined.getAsJsonObject("room").has("role")).isFalse();
    }
}
