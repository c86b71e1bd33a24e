package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Retention;
import io.imbed.SendOptions;
import io.imbed.protocol.Event;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Result;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is too old goes by itself, in small steps, and only whoever is that far behind notices. */
class RetentionTest {
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final Duration KEPT = Duration.ofSeconds(10);

    private final TroubledStorage storage = new TroubledStorage();
    private Retention retention = Retention.defaults().withRound(ROUND);
    private Chat chat = open();

    private Chat open() {
        return Chat.open(storage, builder -> builder.limits(Chat.unhurried()).retention(retention));
    }

    /** Another server, under another rule. */
    private void reopen(Retention other) {
        chat.close();
        storage.restore(MemoryStorage.create());
        retention = other;
        chat = open();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    /** A group {@code r} of alice and bob, who sign in, that keeps its messages for ten seconds. */
    private Peer[] group() {
        return group(SettingsPatch.NONE.withKeepMs(KEPT.toMillis()));
    }

    private Peer[] group(SettingsPatch settings) {
        chat.done(chat.server
                .rooms()
                .create(NewRoom.group("r").owner("alice").members("bob").settings(settings)));
        return new Peer[] {chat.signIn("alice"), chat.signIn("bob")};
    }

    private CompletionStage<Result.Sent> say(String cid) {
        return chat.server.rooms().send("r", Identity.of("bob"), Draft.text(cid), SendOptions.DEFAULT.withCid(cid));
    }

    private List<String> history() {
        return chat.done(chat.server.rooms().history("r", Anchor.LATEST, 100)).messages().stream()
                .map(Message::cid)
                .toList();
    }

    private List<Entry> trims() {
        return storage.batches.stream()
                .flatMap(List::stream)
                .filter(entry -> entry.changes().stream().anyMatch(Change.Trim.class::isInstance))
                .toList();
    }

    private Peer resume(String user, long rev) {
        Peer peer = chat.connect();
        peer.post(
                "hello",
                "\"v\":1,\"token\":\"guest:" + user + "\",\"rooms\":{\"r\":{\"epoch\":\""
                        + storage.room("r").epoch() + "\",\"rev\":" + rev + "}}");
        chat.env.runAll();
        return peer;
    }

    @Test
    void messagesGoWhenTheyAreOldAndNotBefore() {
        group();
        chat.done(say("c1"));
        chat.pass(Duration.ofSeconds(6));
        chat.done(say("c2"));

        chat.pass(Duration.ofSeconds(4));
        assertThat(history()).containsExactly("c1", "c2");

        chat.pass(ROUND.multipliedBy(2));
        assertThat(history()).containsExactly("c2");
        Result.MessagePage first = chat.done(chat.server.rooms().history("r", new Anchor(Anchor.Side.BEFORE, 2), 10));
        assertThat(first.messages()).isEmpty();
        assertThat(first.more()).isFalse();

        chat.pass(KEPT);
        assertThat(history()).isEmpty();
        assertThat(storage.room("r").last()).isNull();
        assertThat(chat.done(say("c2")).dup()).isFalse();
    }

    @Test
    void roomsThatKeepForEverAndThoseWithNothingOldAreNotWrittenTo() {
        group(SettingsPatch.NONE);
        chat.done(say("c1"));
        chat.done(chat.server.rooms().create(NewRoom.group("empty").settings(SettingsPatch.NONE.withKeepMs(1))));

        chat.pass(Duration.ofHours(1));

        assertThat(trims()).isEmpty();
        assertThat(history()).containsExactly("c1");
    }

    @Test
    void whoeverIsLiveNoticesNothing() {
        Peer[] both = group();
        chat.done(say("c1"));
        for (Peer each : both) each.takeAll();

        chat.pass(KEPT.plus(ROUND.multipliedBy(2)));
        assertThat(history()).isEmpty();
        for (Peer each : both) assertThat(each.takeAll()).isEmpty();

        chat.done(say("c2"));
        assertThat(Peer.revs(both[0].takeEvents())).containsExactly(4L);
    }

    /** The lines of these events are still at hand: what the log has dropped is told to nobody all the same. */
    @Test
    void whoeverIsBehindIsResetAndGoesOnFromThere() {
        group();
        for (String cid : List.of("c1", "c2")) chat.done(say(cid));
        chat.pass(Duration.ofSeconds(6));
        chat.done(say("c3"));
        assertThat(Peer.revs(resume("alice", 2).takeEvents())).containsExactly(3L, 4L, 5L);

        chat.pass(KEPT.minusSeconds(2));
        assertThat(history()).containsExactly("c3");

        Peer behind = resume("alice", 2);
        assertThat(behind.take("reset")).hasSize(1);
        assertThat(behind.takeEvents()).isEmpty();
        chat.done(say("c4"));
        assertThat(Peer.revs(behind.takeEvents())).containsExactly(6L);
        assertThat(Peer.revs(resume("bob", 4).takeEvents())).containsExactly(5L, 6L);
    }

    @Test
    void whatWasKnownOfAMessageGoesWithIt() {
        Peer[] both = group();
        chat.done(chat.server
                .rooms()
                .send(
                        "r",
                        Identity.of("bob"),
                        Draft.text("hey").withMentions(List.of("alice")),
                        SendOptions.DEFAULT.withCid("c1")));
        chat.done(chat.server.rooms().pin("r", 1, true));
        chat.done(chat.server.rooms().react("r", 1, "alice", "k", true));
        assertThat(room(both[0]).get("mentions").getAsInt()).isEqualTo(1);

        chat.pass(KEPT.plus(ROUND.multipliedBy(2)));

        JsonObject room = room(both[0]);
        assertThat(room.get("mentions").getAsInt()).isZero();
        assertThat(room.get("unread").getAsInt()).isEqualTo(1); // a message is read or not, kept or not
        assertThat(room.get("seq").getAsInt()).isEqualTo(1);
        assertThat(room.has("last")).isFalse();
        assertThat(chat.done(chat.server.rooms().pins("r"))).isEmpty();
        assertThat(both[0].refused("recall", "\"room\":\"r\",\"seq\":1")).isEqualTo("NOT_FOUND");
        assertThat(both[0].refused("react", "\"room\":\"r\",\"seq\":1,\"key\":\"k\",\"on\":true"))
                .isEqualTo("NOT_FOUND");
        Result.Sent again = chat.done(say("c1"));
        assertThat(again.dup()).isFalse();
        assertThat(again.seq()).isEqualTo(2);
    }

    private static JsonObject room(Peer peer) {
        return peer.ok("room.get", "\"room\":\"r\"").getAsJsonObject("room");
    }

    @Test
    void agedRoomIsEmptiedInSmallStepsBetweenWhichOthersAreServed() {
        Peer[] both = group();
        for (int i = 0; i < 1_700; i++) say("c" + i);
        chat.env.runAll();
        for (Peer each : both) each.takeAll();
        chat.pass(KEPT);
        List<Integer> sentBetween = new ArrayList<>();
        storage.outcomes(entry -> {
            if (entry.changes().get(0) instanceof Change.Trim) {
                both[0].postText("r", "between" + sentBetween.size(), "hi");
                sentBetween.add(trims().size());
            }
            return null;
        });

        chat.pass(ROUND.multipliedBy(2));

        assertThat(trims()).hasSizeBetween(4, 10);
        assertThat(chat.figures.counted("im.retention.steps", "")).isEqualTo(trims().size());
        assertThat(chat.figures.counted("im.retention.messages", "")).isEqualTo(1_700);
        assertThat(chat.figures.counted("im.retention.failed", "room")).isZero();
        long seq = 1;
        for (Entry entry : trims()) {
            Change.Trim trim = (Change.Trim) entry.changes().get(0);
            assertThat(trim.firstSeq() - seq).isBetween(0L, 500L);
            seq = trim.firstSeq();
        }
        assertThat(history()).hasSize(sentBetween.size()).allMatch(cid -> cid.startsWith("between"));
        assertThat(both[1].takeEvents()).hasSize(sentBetween.size());
    }

    @Test
    void oldEventsGoFromBehindTheNewestAndMessagesStay() {
        reopen(new Retention(Duration.ofSeconds(5), 3, ROUND));
        group(SettingsPatch.NONE);
        for (int i = 1; i <= 6; i++) chat.done(say("c" + i)); // revs 3 to 8

        chat.pass(Duration.ofSeconds(10));

        assertThat(history()).hasSize(6);
        assertThat(resume("alice", 4).take("reset")).hasSize(1);
        assertThat(Peer.revs(resume("alice", 5).takeEvents())).containsExactly(6L, 7L, 8L);
        assertThat(chat.done(say("c1")).dup()).isTrue();
        chat.done(chat.server.rooms().recall("r", 1));
        assertThat(history()).hasSize(6);
    }

    @Test
    void youngEventsStayHoweverManyThereAre() {
        reopen(new Retention(Duration.ofMinutes(1), 3, ROUND));
        group(SettingsPatch.NONE);
        for (int i = 1; i <= 6; i++) chat.done(say("c" + i)); // revs 3 to 8

        chat.pass(Duration.ofSeconds(58));
        assertThat(Peer.revs(resume("alice", 2).takeEvents())).containsExactly(3L, 4L, 5L, 6L, 7L, 8L);

        chat.pass(Duration.ofSeconds(8));
        assertThat(resume("alice", 2).take("reset")).hasSize(1);
    }

    @Test
    void everyEventStaysWhereAllAreToStay() {
        reopen(new Retention(Duration.ofSeconds(5), 0, ROUND).withAllEvents());
        group(SettingsPatch.NONE);
        chat.done(say("c1"));

        chat.pass(Duration.ofMinutes(1));

        assertThat(trims()).isEmpty();
        assertThat(Peer.revs(resume("alice", 1).takeEvents())).containsExactly(2L, 3L);
    }

    @Test
    void hostThatFollowsFromTooFarBackIsToldSoAndOneThatKeepsUpIsNot() {
        group();
        List<Event> heard = new ArrayList<>();
        var cursor = chat.done(chat.server.rooms().head("r"));
        var live = chat.server.rooms().follow("r", cursor, heard::add);
        chat.done(say("c1"));
        chat.pass(KEPT.plus(ROUND.multipliedBy(2)));
        chat.done(say("c2"));

        var late = chat.server.rooms().follow("r", cursor, heard::add);
        chat.env.runAll();

        assertThat(heard).extracting(Event::rev).containsExactly(3L, 4L);
        assertThat(live.ended().toCompletableFuture()).isNotDone();
        assertThat(late.ended().toCompletableFuture()).isCompletedExceptionally();
        live.close();
    }

    @Test
    void allRoomsAreLookedAtAHundredASecond() {
        for (int i = 0; i < 250; i++) {
            String room = "r" + (1_000 + i);
            chat.done(chat.server
                    .rooms()
                    .create(NewRoom.group(room).settings(SettingsPatch.NONE.withKeepMs(KEPT.toMillis()))));
            chat.done(chat.server.rooms().send(room, Draft.text("hi")));
        }

        chat.pass(KEPT.plusSeconds(60));

        assertThat(trims()).extracting(Entry::room).doesNotHaveDuplicates().hasSize(250);
    }

    @Test
    void roomThatCannotBeTrimmedNowHoldsUpNoOtherAndIsTriedAgain() {
        group();
        chat.done(say("c1"));
        chat.done(chat.server.rooms().create(NewRoom.group("s").settings(SettingsPatch.NONE.withKeepMs(1))));
        chat.done(chat.server.rooms().send("s", Draft.text("hi")));
        storage.outcomes(entry ->
                entry.changes().get(0) instanceof Change.Trim && entry.room().equals("r")
                        ? new Outcome.Refused("the disk is full")
                        : null);

        chat.pass(KEPT.plus(ROUND.multipliedBy(2)));
        assertThat(storage.room("s").last()).isNull();
        assertThat(history()).containsExactly("c1");
        assertThat(chat.figures.counted("im.retention.failed", "room")).isPositive();
        assertThat(chat.figures.counted("im.retention.messages", "")).isEqualTo(1);

        storage.outcomes(entry -> null);
        chat.pass(ROUND.multipliedBy(2));
        assertThat(history()).isEmpty();
    }

    @Test
    void roomsThatCannotBeReadAreLookedThroughAgain() {
        group();
        chat.done(say("c1"));
        storage.reads().failing(true);
        chat.pass(KEPT.plus(ROUND.multipliedBy(2)));
        assertThat(chat.figures.counted("im.retention.failed", "rooms")).isPositive();

        storage.reads().failing(false);
        chat.pass(ROUND.multipliedBy(2));
        assertThat(history()).isEmpty();
    }

    /** The numbers of one life mean something else in the next. */
    @Test
    void whatWasDueInOneLifeOfARoomIsNotTakenFromTheNext() {
        group();
        chat.done(say("c1"));
        storage.beforeDue(() -> {
            chat.server.rooms().delete("r");
            chat.server.rooms().create(NewRoom.group("r").owner("bob"));
            chat.server.rooms().send("r", Draft.text("of another life"));
        });

        chat.pass(KEPT.plus(ROUND.multipliedBy(2)));

        assertThat(chat.done(chat.server.rooms().history("r", Anchor.LATEST, 10))
                        .messages())
                .hasSize(1);
        assertThat(trims()).isEmpty();
    }

    @Test
    void nothingGoesOnceTheServerDrains() {
        group();
        chat.done(say("c1"));
        chat.pass(KEPT.minusSeconds(1));

        chat.server.drain(Duration.ofSeconds(20));
        chat.pass(Duration.ofSeconds(15));

        assertThat(trims()).isEmpty();
    }

    @Test
    void rulesAreChecked() {
        assertThatThrownBy(() -> Retention.defaults().withRound(Duration.ZERO))
                .hasMessage("round is PT0S, must be above 0 and at most PT876000H");
        assertThatThrownBy(() -> Retention.defaults().withEvents(Duration.ofDays(40_000), 1))
                .hasMessageStartingWith("eventAge is PT960000H");
        assertThatThrownBy(() -> Retention.defaults().withEvents(Duration.ofDays(1), -1))
                .hasMessage("newestEvents is -1, must be at least 0");
    }
}
