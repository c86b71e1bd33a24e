package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.hook.BeforeReact;
import io.imbed.hook.Reacted;
import io.imbed.hook.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One reaction of a key for each user and message; each change is an event, and what is so already is none. */
class ReactionsTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final List<String> heard = new ArrayList<>();
    private boolean hooked;
    private Verdict.Decision answer = Verdict.allow();
    private Chat chat;
    private Peer alice;
    private Peer bob;

    @BeforeEach
    void open() {
        open(false);
    }

    private void open(boolean withHooks) {
        if (chat != null) chat.close();
        hooked = withHooks;
        chat = Chat.open(hooked ? new TroubledStorage() : storage, builder -> {
            builder.limits(Chat.unhurried());
            if (!hooked) return;
            builder.on(BeforeReact.class, attempt -> {
                        heard.add(attempt.by().id() + "? " + attempt.key() + " " + attempt.on());
                        return answer;
                    })
                    .on(
                            Reacted.class,
                            done -> heard.add(done.by() + "! " + done.key() + " "
                                    + done.message().reactions().size()));
        });
        Peer[] both = chat.channel("r", "alice", "bob");
        alice = both[0];
        bob = both[1];
        alice.sendText("r", "c1", "lunch?");
        alice.takeAll();
        bob.takeAll();
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private static String to(long seq, String key, boolean on) {
        return "\"room\":\"r\",\"seq\":" + seq + ",\"key\":\"" + key + "\",\"on\":" + on;
    }

    private static String reactions(Peer peer, long seq) {
        JsonObject page = peer.ok("history", "\"room\":\"r\",\"around\":" + seq + ",\"limit\":1");
        JsonObject message = page.getAsJsonArray("messages").get(0).getAsJsonObject();
        return message.has("reactions") ? message.get("reactions").toString() : "none";
    }

    @Test
    void reactionIsToldToAllOnceAndShown() {
        bob.ok("react", to(1, "👍", true));
        bob.ok("react", to(1, "👍", true));

        List<JsonObject> events = alice.takeEvents();
        assertThat(events).hasSize(1);
        JsonObject event = events.get(0);
        assertThat(event.get("type").getAsString()).isEqualTo("reaction");
        assertThat(event.get("by").getAsString()).isEqualTo("bob");
        assertThat(event.get("key").getAsString()).isEqualTo("👍");
        assertThat(event.get("on").getAsBoolean()).isTrue();
        assertThat(reactions(alice, 1)).isEqualTo("[{\"key\":\"👍\",\"count\":1,\"users\":[\"bob\"]}]");
    }

    @Test
    void reactionIsTakenBackByItsUserAlone() {
        bob.ok("react", to(1, "a", true));
        alice.ok("react", to(1, "a", false));
        assertThat(reactions(alice, 1)).contains("\"count\":1");

        bob.ok("react", to(1, "a", false));
        bob.ok("react", to(1, "a", false));

        assertThat(reactions(alice, 1)).isEqualTo("none");
        assertThat(alice.takeEvents()).hasSize(2);
    }

    @Test
    void manyInOneBatchAreEachDecidedOnThoseBefore() {
        storage.holdAppends();
        alice.postText("r", "c2", "x");
        chat.env.runAll();
        int first = bob.post("react", to(1, "a", true));
        bob.post("react", to(1, "b", true));
        alice.post("react", to(1, "a", true));
        bob.post("react", to(1, "a", false));
        int again = bob.post("react", to(1, "a", true));
        chat.env.runAll();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(bob.reply(first).has("error")).isFalse();
        assertThat(bob.reply(again).has("error")).isFalse();
        assertThat(reactions(alice, 1))
                .isEqualTo("[{\"key\":\"a\",\"count\":2,\"users\":[\"alice\",\"bob\"]},"
                        + "{\"key\":\"b\",\"count\":1,\"users\":[\"bob\"]}]");
        assertThat(alice.takeEvents()).hasSize(6);
    }

    @Test
    void recallTakesReactionsWithItAlsoThoseBehindItInOneBatch() {
        bob.ok("react", to(1, "a", true));
        storage.holdAppends();
        alice.postText("r", "c2", "x");
        chat.env.runAll();
        alice.post("recall", "\"room\":\"r\",\"seq\":1");
        int late = bob.post("react", to(1, "b", true));
        int back = bob.post("react", to(1, "a", false));
        chat.env.runAll();
        storage.releaseAppends();
        chat.env.runAll();

        assertThat(Peer.message(bob.reply(late))).isEqualTo("message 1 was recalled");
        assertThat(Peer.code(bob.reply(back))).isEqualTo("FORBIDDEN");
        assertThat(reactions(alice, 1)).isEqualTo("none");
    }

    @Test
    void refusedWhereThereIsNothingToReactTo() {
        assertThat(Peer.message(bob.ask("react", to(9, "a", true)))).isEqualTo("no message 9 in room r, the last is 1");
        assertThat(chat.signIn("eve").refused("react", to(1, "a", true))).isEqualTo("FORBIDDEN");
        chat.done(chat.server.rooms().mute("r", "bob", null, null));
        assertThat(Peer.message(bob.ask("react", to(1, "a", true)))).startsWith("you are muted");
    }

    @Test
    void tenReactionsOfOneUserAndTwentyKeysAreTheMost() {
        for (int i = 0; i < 10; i++) bob.ok("react", to(1, "b" + i, true));
        assertThat(Peer.message(bob.ask("react", to(1, "b10", true))))
                .isEqualTo("message 1 has 10 of your reactions, limit 10");
        for (int i = 0; i < 10; i++) alice.ok("react", to(1, "a" + i, true));
        Peer carol = chat.signIn("carol");
        carol.ok("join", "\"room\":\"r\"");

        JsonObject full = carol.ask("react", to(1, "c", true));

        assertThat(Peer.code(full)).isEqualTo("TOO_LARGE");
        assertThat(Peer.message(full)).isEqualTo("message 1 has 20 of different reactions, limit 20");
        carol.ok("react", to(1, "b1", true));
        bob.ok("react", to(1, "b0", false));
        carol.ok("react", to(1, "c", true));
    }

    @Test
    void hostReactsInAUsersName() {
        chat.done(chat.server.rooms().react("r", 1, "robot", "seen", true));

        assertThat(alice.takeEvents().get(0).get("by").getAsString()).isEqualTo("robot");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().react("r", 1, "robot", " ", true)))
                .hasMessageContaining("key is blank");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().react("r", 2, "robot", "a", true)))
                .hasMessageContaining("no message 2 in room r");
    }

    @Test
    void moreThanTwentyUsersAreCountedAndEachKnowsItsOwn() {
        IntStream.range(0, 25).forEach(i -> chat.done(chat.server.rooms().react("r", 1, "u" + i, "a", true)));
        chat.done(chat.server.rooms().react("r", 1, "u24", "a", true));
        alice.takeAll();

        chat.done(chat.server.rooms().react("r", 1, "u24", "a", false));
        chat.done(chat.server.rooms().react("r", 1, "u3", "a", false));

        assertThat(alice.takeEvents()).hasSize(2);
        assertThat(reactions(alice, 1)).contains("\"count\":23").contains("u20").doesNotContain("u3\"");
    }

    @Test
    void hostsHooksAreAskedAndTold() {
        open(true);

        bob.ok("react", to(1, "a", true));
        answer = Verdict.reject("not that one");
        assertThat(bob.refused("react", to(1, "b", true))).isEqualTo("REJECTED");

        assertThat(heard).containsExactly("bob? a true", "bob! a 1", "bob? b true");
        assertThat(reactions(alice, 1)).doesNotContain("\"b\"");
    }
}
