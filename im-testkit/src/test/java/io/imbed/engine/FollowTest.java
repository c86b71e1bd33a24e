package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.MemoryStorage;
import io.imbed.Subscription;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The host follows a room's log: each event once, in order, from where it says. */
class FollowTest {
    private final TroubledStorage storage = new TroubledStorage();
    private HeldThreads hooks;
    private final Chat chat = Chat.open(
            storage,
            env -> hooks = new HeldThreads(env, HeldThreads.Kind.HOOKS),
            builder -> builder.limits(Chat.unhurried()));
    private final List<Event> heard = new ArrayList<>();

    @AfterEach
    void close() {
        hooks.release();
        storage.reads().release();
        chat.close();
    }

    private void send(int from, int to) {
        for (int i = from; i < to; i++) chat.done(chat.server.rooms().send("r", Draft.text("m" + i)));
    }

    private Subscription follow(Cursor after) {
        Subscription subscription = chat.server.rooms().follow("r", after, heard::add);
        chat.env.runAll();
        return subscription;
    }

    private Cursor at(long rev) {
        return new Cursor(storage.room("r").epoch(), rev);
    }

    private List<Long> revs() {
        return heard.stream().map(Event::rev).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static void assertEndedWith(Subscription subscription, ErrorCode code) {
        CompletableFuture<Void> ended = subscription.ended().toCompletableFuture();
        assertThat(ended).isCompletedExceptionally();
        assertThatThrownBy(ended::join)
                .cause()
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        thrown -> assertThat(thrown.code()).isEqualTo(code));
    }

    @Test
    void fromNullStartsAtWhatComesNext() {
        chat.channel("r");
        send(0, 3);

        Subscription subscription = follow(null);
        send(3, 5);

        assertThat(revs()).containsExactly(4L, 5L);
        assertThat(subscription.ended().toCompletableFuture()).isNotDone();
    }

    @Test
    void whatIsSentRightBehindTheCallIsHeardHoweverSlowlyTheStorageReads() {
        chat.channel("r");
        send(0, 1);
        storage.reads().hold();

        follow(null);
        send(1, 2);
        storage.reads().release();
        chat.env.runAll();

        assertThat(revs()).containsExactly(2L);
    }

    @Test
    void fromACursorEverythingAfterItComesOnceAndThenWhatIsNew() {
        chat.channel("r");
        send(0, 250); // more than two pages

        follow(at(10));
        send(250, 255);

        assertThat(revs()).isEqualTo(range(11, 256));
        assertThat(heard.get(0).body()).isInstanceOf(EventBody.Posted.class);
    }

    @Test
    void followerThatStoredItsLastCursorMissesNothingAndGetsNothingTwice() {
        chat.channel("r");
        send(0, 5);
        Subscription first = follow(at(0));
        first.close();
        send(5, 10);

        follow(heard.get(heard.size() - 1).cursor());
        send(10, 12);

        assertThat(revs()).isEqualTo(range(1, 13));
    }

    @Test
    void cursorThatIsNotGoodEndsItWithAGap() {
        chat.channel("r");
        send(0, 2);

        assertEndedWith(follow(new Cursor("another", 1)), ErrorCode.GAP);
        assertEndedWith(follow(at(99)), ErrorCode.GAP);

        send(2, 3);
        assertThat(heard).isEmpty();
    }

    @Test
    void cursorOlderThanWhatIsKeptEndsItWithAGap() {
        try (Chat small = Chat.open(
                MemoryStorage.create(MemoryStorage.Capacity.defaults().withEventsPerRoom(5)), builder -> {})) {
            small.channel("r");
            for (int i = 0; i < 10; i++) small.done(small.server.rooms().send("r", Draft.text("m" + i)));
            List<Event> before = new ArrayList<>();
            small.server.rooms().follow("r", null, before::add);
            small.env.runAll();
            small.done(small.server.rooms().send("r", Draft.text("the epoch, please")));
            String epoch = before.get(0).epoch();

            Subscription old = small.server.rooms().follow("r", new Cursor(epoch, 1), heard::add);
            Subscription young = small.server.rooms().follow("r", new Cursor(epoch, 8), heard::add);
            small.env.runAll();

            assertEndedWith(old, ErrorCode.GAP);
            assertThat(young.ended().toCompletableFuture()).isNotDone();
            assertThat(revs()).containsExactly(9L, 10L, 11L);
        }
    }

    @Test
    void roomThatIsNotEndsItAsNotFound() {
        assertEndedWith(follow(null), ErrorCode.NOT_FOUND);
    }

    @Test
    void slowListenerGetsEverythingInOrderAndOneAtATime() {
        chat.channel("r");
        follow(null);
        hooks.hold();
        for (int i = 0; i < 300; i++) chat.server.rooms().send("r", Draft.text("m" + i));
        chat.env.runAll();
        assertThat(heard).isEmpty();

        hooks.release();
        chat.env.runAll();

        assertThat(revs()).isEqualTo(range(1, 301));
    }

    @Test
    void listenerThatThrowsIsEndedAndHeardOfAndTheOthersGoOn() {
        chat.channel("r");
        List<Event> seen = new ArrayList<>();
        Subscription broken = chat.server.rooms().follow("r", null, event -> {
            seen.add(event);
            if (event.rev() == 2) throw new StackOverflowError();
        });
        follow(null);

        send(0, 4);

        assertThat(seen).hasSize(2);
        assertThat(broken.ended().toCompletableFuture()).isCompletedExceptionally();
        assertThatThrownBy(() -> broken.ended().toCompletableFuture().join())
                .hasCauseInstanceOf(StackOverflowError.class);
        assertThat(revs()).isEqualTo(range(1, 5));
    }

    @Test
    void closedSubscriptionHearsNothingMoreAndEndsNormally() {
        chat.channel("r");
        Subscription subscription = follow(null);
        send(0, 2);

        subscription.close();
        subscription.close();
        send(2, 4);

        assertThat(revs()).containsExactly(1L, 2L);
        assertThat(subscription.ended().toCompletableFuture()).isCompletedWithValue(null);
    }

    @Test
    void subscriptionClosedInItsOwnListenerHearsNothingMoreOfItsPage() {
        chat.channel("r");
        send(0, 5);
        List<Subscription> self = new ArrayList<>();
        self.add(chat.server.rooms().follow("r", at(0), event -> {
            heard.add(event);
            if (event.rev() == 3) self.get(0).close();
        }));
        chat.env.runAll();

        assertThat(revs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void subscriptionClosedBeforeItBeganNeverHearsAnything() {
        chat.channel("r");
        Subscription subscription = chat.server.rooms().follow("r", at(0), heard::add);
        subscription.close();

        send(0, 3);

        assertThat(heard).isEmpty();
    }

    @Test
    void readsThatFailAreTriedAgain() {
        chat.channel("r");
        follow(null);
        storage.failEvents(3);

        send(0, 3);
        chat.pass(Duration.ofSeconds(5));

        assertThat(revs()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void endOfTheServerEndsItNormally() {
        chat.channel("r");
        Subscription subscription = follow(null);

        chat.server.drain(Duration.ZERO);
        chat.pass(Duration.ofMinutes(1));

        assertThat(subscription.ended().toCompletableFuture()).isCompletedWithValue(null);
        Subscription late = chat.server.rooms().follow("r", null, heard::add);
        assertThat(late.ended().toCompletableFuture()).isDone();
    }
}
