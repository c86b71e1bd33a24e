package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeJoin;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.HookOptions;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code of the host that blocks, on real threads: it holds up nothing but itself. */
class HangingHostTest {
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch hanging = new CountDownLatch(1);
    private LiveChat chat;

    @AfterEach
    void close() {
        gate.countDown();
        chat.close();
    }

    /** Waits for the end of the test, interrupted or not. */
    private void hang() {
        hanging.countDown();
        while (gate.getCount() > 0) {
            try {
                if (!gate.await(30, TimeUnit.SECONDS)) throw new AssertionError("nobody opened the gate");
            } catch (InterruptedException ignored) {
                // That is what makes it hang.
            }
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        if (!latch.await(20, TimeUnit.SECONDS)) throw new AssertionError("waited for nothing");
    }

    private LiveChat.Client member(String user, String... rooms) {
        LiveChat.Client client = chat.signIn(user);
        for (String room : rooms) client.ok("join", "\"room\":\"" + room + "\"");
        return client;
    }

    private static void elsewhere(Runnable action) {
        Thread thread = new Thread(action, "host");
        thread.setDaemon(true);
        thread.start();
    }

    private void channels(String... ids) {
        for (String id : ids) LiveChat.done(chat.server.rooms().create(NewRoom.channel(id)));
    }

    @Test
    void hangingHookHoldsUpNeitherOtherHooksNorRoomsNorRequestsNorLanes() throws Exception {
        chat = LiveChat.open(builder -> builder.on(
                        BeforeSend.class,
                        attempt -> {
                            if (attempt.draft().content().fallback().equals("hang")) hang();
                            return Verdict.allow();
                        },
                        HookOptions.DEFAULT.withTimeout(Duration.ofMinutes(5)))
                .on(BeforeJoin.class, attempt -> Verdict.allow()));
        channels("a", "b");
        LiveChat.Client alice = member("alice", "a", "b");
        LiveChat.Client bob = member("bob", "a");

        CompletableFuture<JsonObject> stuck = alice.postText("a", "c1", "hang");
        await(hanging);

        assertThat(alice.ok("ping", "").has("re")).isTrue();
        assertThat(alice.ok("history", "\"room\":\"a\"").getAsJsonArray("messages"))
                .isEmpty();
        assertThat(LiveChat.done(alice.postText("b", "c1", "hi")).has("seq")).isTrue();
        assertThat(LiveChat.done(bob.postText("a", "c1", "same room, other session"))
                        .has("seq"))
                .isTrue();
        member("carol", "a", "b");
        assertThat(stuck).isNotDone();
        gate.countDown();
        assertThat(LiveChat.done(stuck).has("seq")).isTrue();
    }

    @Test
    void hookThatHangsForeverIsAnsweredAndTheOthersGoOn() throws Exception {
        chat = LiveChat.open(builder -> builder.on(
                BeforeSend.class,
                attempt -> {
                    if (attempt.draft().content().fallback().equals("hang")) hang();
                    return Verdict.allow();
                },
                HookOptions.DEFAULT.withTimeout(Duration.ofMillis(200))));
        channels("a");
        LiveChat.Client alice = member("alice", "a");

        JsonObject error = LiveChat.done(alice.postText("a", "c1", "hang"));

        assertThat(Peer.code(error)).isEqualTo("UNAVAILABLE");
        assertThat(LiveChat.done(alice.postText("a", "c2", "hi")).has("re")).isTrue();
    }

    @Test
    void hangingAfterHookHoldsUpNoMessage() throws Exception {
        chat = LiveChat.open(builder -> builder.on(MessageSent.class, sent -> hang()));
        channels("a");
        LiveChat.Client alice = member("alice", "a");

        assertThat(LiveChat.done(alice.postText("a", "c1", "one")).has("seq")).isTrue();
        await(hanging);
        assertThat(LiveChat.done(alice.postText("a", "c2", "two")).has("seq")).isTrue();

        assertThat(alice.awaitText()).isEqualTo("one");
        assertThat(alice.awaitText()).isEqualTo("two");
    }

    @Test
    void callbackOfTheHostThatBlocksHoldsUpNoRoom() throws Exception {
        chat = LiveChat.open(builder -> {});
        channels("a", "b");
        LiveChat.Client alice = member("alice", "a", "b");

        for (String room : List.of("a", "b")) {
            // From a thread of its own: what is done already runs where it is asked.
            elsewhere(() -> chat.server.rooms().send(room, Draft.text("x")).thenRun(this::hang));
            elsewhere(() -> chat.server.rooms().find(room).thenRun(this::hang));
            elsewhere(() -> chat.server.rooms().members(room, null, 10).thenRun(this::hang));
        }
        await(hanging);

        assertThat(LiveChat.done(alice.postText("a", "c1", "hi")).has("seq")).isTrue();
        assertThat(LiveChat.done(alice.postText("b", "c1", "hi")).has("seq")).isTrue();
        LiveChat.done(chat.server.rooms().send("a", Draft.text("the host too")));
    }

    @Test
    void listenerThatBlocksHoldsUpNeitherItsRoomNorOtherListeners() throws Exception {
        chat = LiveChat.open(builder -> {});
        channels("a");
        LiveChat.Client alice = member("alice", "a");
        BlockingQueue<Event> heard = new LinkedBlockingQueue<>();
        chat.server.rooms().follow("a", null, event -> hang());
        chat.server.rooms().follow("a", null, heard::add);
        LiveChat.done(chat.server.rooms().members("a", null, 1)); // both follow by now: lanes take turns in order

        LiveChat.done(alice.postText("a", "c1", "one"));
        await(hanging);
        LiveChat.done(alice.postText("a", "c2", "two"));

        assertThat(heard.poll(20, TimeUnit.SECONDS).rev()).isEqualTo(2);
        assertThat(heard.poll(20, TimeUnit.SECONDS).rev()).isEqualTo(3);
        assertThat(alice.awaitText()).isEqualTo("one");
        assertThat(alice.awaitText()).isEqualTo("two");
    }
}
