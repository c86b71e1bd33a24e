package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.Erasure.Erased;
import io.imbed.Erasure.Scope;
import io.imbed.Identity;
import io.imbed.NewRoom;
import io.imbed.SendOptions;
import io.imbed.hook.BeforeReact;
import io.imbed.hook.BeforeRecall;
import io.imbed.hook.MessageRecalled;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.MalformedFrameException;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Role;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** All that a user has said is wiped everywhere, and of what others have said nothing is. */
class ErasureTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final List<Message> recalled = new ArrayList<>();
    private final Chat chat = Chat.open(
            storage,
            builder -> builder.limits(Chat.unhurried())
                    .on(BeforeRecall.class, attempt -> Verdict.reject("nothing is taken back here"))
                    .on(BeforeReact.class, attempt -> Verdict.allow())
                    .on(MessageRecalled.class, event -> recalled.add(event.message())));

    /** Rooms {@code a} and {@code b} of alice, bob and eve, and one of alice and bob alone. */
    @BeforeEach
    void open() {
        for (String room : List.of("a", "b")) {
            chat.done(chat.server
                    .rooms()
                    .create(NewRoom.group(room).owner("alice").members("bob", "eve")));
        }
        chat.done(chat.server.rooms().create(NewRoom.group("c").owner("alice").members("bob")));
    }

    @AfterEach
    void close() {
        chat.close();
    }

    private void say(String room, String user, String cid, Draft draft) {
        chat.done(chat.server.rooms().send(room, Identity.of(user), draft, SendOptions.DEFAULT.withCid(cid)));
    }

    private void say(String room, String user, String cid) {
        say(room, user, cid, Draft.text(cid));
    }

    private void react(String room, long seq, String user, String key) {
        chat.done(chat.server.rooms().react(room, seq, user, key, true));
    }

    private List<Message> history(String room) {
        return chat.done(chat.server.rooms().history(room, Anchor.LATEST, 100)).messages();
    }

    private Erased erase(Scope scope) {
        return chat.done(chat.server.erasure().erase("eve", scope, progress -> {}));
    }

    private long entries(Class<? extends Change> kind) {
        return storage.batches.stream()
                .flatMap(List::stream)
                .map(Entry::changes)
                .filter(changes -> changes.stream().anyMatch(kind::isInstance))
                .count();
    }

    @Test
    void everythingTheUserSaidIsWipedInAllRoomsAlsoThoseItHasLeft() {
        say("a", "eve", "c1", Draft.text("secret").withMentions(List.of("bob")).withMeta(JsonText.parse("{\"s\":1}")));
        say("a", "bob", "c1", Draft.text("hi @eve").withMentions(List.of("eve")));
        say("a", "eve", "c2");
        chat.done(chat.server.rooms().pin("a", 1, true));
        react("a", 1, "bob", "k");
        say("b", "eve", "c3");
        chat.done(chat.server.rooms().kick("b", "eve"));
        say("c", "bob", "c4");

        Erased erased = erase(Scope.CONTENT);

        assertThat(erased).isEqualTo(new Erased(2, 3, 0, 0));
        for (Message message :
                List.of(history("a").get(0), history("a").get(2), history("b").get(0))) {
            assertThat(message.isErased()).isTrue();
            assertThat(message.sender()).isEqualTo("eve");
            assertThat(message.mentions()).isEmpty();
            assertThat(message.meta()).isNull();
            assertThat(message.reactions()).isEmpty();
            assertThat(message.pinned()).isFalse();
        }
        assertThat(history("a").get(1).content())
                .isEqualTo(Draft.text("hi @eve").content());
        assertThat(history("a").get(1).mentions()).containsExactly("eve");
        assertThat(history("c").get(0).recalled()).isFalse();
        assertThat(recalled).hasSize(3).allMatch(Message::isErased);
        assertThat(storage.room("a").members()).isEqualTo(3);
    }

    @Test
    void membersAreToldAsOfARecallAndOthersFindNothing() {
        Peer bob = chat.signIn("bob");
        say("a", "eve", "c1");
        say("a", "eve", "c2");
        bob.takeAll();

        erase(Scope.CONTENT);

        List<JsonObject> events = bob.takeEvents();
        assertThat(events).extracting(event -> event.get("type").getAsString()).containsExactly("recalled", "recalled");
        JsonObject page = bob.ok("history", "\"room\":\"a\",\"limit\":10");
        assertThat(page.toString()).doesNotContain("\"content\"").contains("\"senderName\":\"\"");
        JsonObject room = bob.ok("room.get", "\"room\":\"a\"");
        assertThat(room.toString()).doesNotContain("preview");
    }

    @Test
    void whatWasRecalledLosesItsNameToo() {
        say("a", "eve", "c1");
        Message before = history("a").get(0);
        storage.store(new Entry(
                "a",
                new Guard.At(storage.room("a").epoch(), storage.room("a").policy()),
                before.at(),
                "eve",
                List.of(new Change.Rewrite(1, before.rev(), null, List.of(), before.at())),
                List.of(new EventBody.Recalled(1))));
        assertThat(history("a").get(0).senderName()).isNotEmpty();

        Erased erased = erase(Scope.CONTENT);

        assertThat(erased.messages()).isEqualTo(1);
        assertThat(history("a").get(0).isErased()).isTrue();
    }

    @Test
    void reactionsOfTheUserAreTakenBackAndThoseOfOthersStay() {
        say("a", "bob", "c1");
        say("a", "bob", "c2");
        react("a", 1, "eve", "x");
        react("a", 1, "eve", "y");
        react("a", 1, "alice", "x");
        react("a", 2, "eve", "x");

        Erased erased = erase(Scope.CONTENT);

        assertThat(erased).isEqualTo(new Erased(2, 0, 3, 0));
        assertThat(history("a").get(0).reactions()).hasSize(1);
        assertThat(history("a").get(0).reactions().get(0).users()).containsExactly("alice");
        assertThat(history("a").get(1).reactions()).isEmpty();
    }

    @Test
    void membershipsEndIfTheyAreToAndThoseOfTwoStay() {
        String direct = chat.done(chat.server.rooms().create(NewRoom.direct("eve", "bob")))
                .id();
        say(direct, "eve", "c1");
        Peer eve = chat.signIn("eve");

        Erased erased = erase(Scope.CONTENT_AND_MEMBERSHIPS);

        assertThat(erased).isEqualTo(new Erased(3, 1, 0, 2));
        assertThat(storage.room("a").members()).isEqualTo(2);
        assertThat(storage.room(direct).members()).isEqualTo(2);
        assertThat(history(direct).get(0).isErased()).isTrue();
        assertThat(eve.take("gone")).hasSize(2);
    }

    @Test
    void nameGoesFromTheLogAndFromWhatIsRememberedOfIt() {
        Peer alice = chat.signIn("alice");
        chat.done(chat.server.rooms().create(NewRoom.channel("news").owner("alice")));
        chat.signIn("eve Eve Adams").ok("join", "\"room\":\"news\"");
        Cursor start = new Cursor(storage.room("news").epoch(), 0);
        String sync = "\"room\":\"news\",\"epoch\":\"" + start.epoch() + "\",\"rev\":0";
        assertThat(alice.ok("sync", sync).toString()).contains("Eve Adams");

        Erased erased = erase(Scope.CONTENT_AND_MEMBERSHIPS);

        assertThat(erased.memberships()).isEqualTo(3);
        alice.takeAll();
        assertThat(storage.real()
                        .log()
                        .events("news", start, 100, 100_000)
                        .toCompletableFuture()
                        .join()
                        .events())
                .extracting(Event::body)
                .contains(new EventBody.Joined("eve", "eve", Role.MEMBER));
        assertThat(rejoined("news", start)).contains("\"eve\"").doesNotContain("Eve Adams");
        assertThat(entries(Change.Unname.class)).isEqualTo(1);
        assertThat(erase(Scope.CONTENT_AND_MEMBERSHIPS)).isEqualTo(Erased.NOTHING);
    }

    @Test
    void nameStaysWithTheMembershipWhereOnlyContentGoes() {
        chat.done(chat.server.rooms().create(NewRoom.channel("news").owner("alice")));
        chat.signIn("eve Eve Adams").ok("join", "\"room\":\"news\"");

        erase(Scope.CONTENT);

        assertThat(rejoined("news", new Cursor(storage.room("news").epoch(), 0)))
                .contains("Eve Adams");
        assertThat(entries(Change.Unname.class)).isZero();
    }

    /** Everything that one who comes back with this cursor is given. */
    private String rejoined(String room, Cursor from) {
        Peer back = chat.connect();
        back.ok(
                "hello",
                "\"v\":1,\"token\":\"guest:alice\",\"rooms\":{\"" + room + "\":{\"epoch\":\"" + from.epoch()
                        + "\",\"rev\":" + from.rev() + "}}");
        return back.takeEvents().toString();
    }

    @Test
    void thousandsGoInPagesAndTheHostHearsHowFarItIs() {
        for (int i = 0; i < 1_050; i++) {
            chat.server.rooms().send("a", Identity.of("eve"), Draft.text("m" + i), SendOptions.DEFAULT);
        }
        chat.env.runAll();
        List<Erased> heard = new ArrayList<>();

        Erased erased = chat.done(chat.server.erasure().erase("eve", Scope.CONTENT, heard::add));

        assertThat(erased.messages()).isEqualTo(1_050);
        assertThat(heard)
                .extracting(Erased::messages)
                .startsWith(100L, 200L, 300L)
                .contains(1_050L);
        assertThat(heard.get(heard.size() - 1)).isEqualTo(erased);
        assertThat(storage.batches)
                .allMatch(
                        batch -> batch.size() <= 100 || !(batch.get(0).changes().get(0) instanceof Change.Erase));
    }

    @Test
    void reactionsGoInPages() {
        for (int i = 0; i < 130; i++) {
            chat.server.rooms().send("a", Identity.of("bob"), Draft.text("m" + i), SendOptions.DEFAULT);
        }
        chat.env.runAll();
        for (int seq = 1; seq <= 130; seq++) chat.server.rooms().react("a", seq, "eve", "+1", true);
        chat.env.runAll();

        assertThat(erase(Scope.CONTENT).reactions()).isEqualTo(130);
    }

    @Test
    void roomsAreGoneThroughInPages() {
        for (int i = 0; i < 1_005; i++) {
            chat.server.rooms().create(NewRoom.channel("room" + i).owner("eve"));
        }
        chat.env.runAll();

        assertThat(erase(Scope.CONTENT).rooms()).isEqualTo(1_005 + 2);
    }

    @Test
    void callThatFailedIsCalledAgainAndGoesOn() {
        for (int i = 0; i < 5; i++) say("a", "eve", "c" + i);
        say("b", "eve", "c9");
        int[] left = {3};
        storage.outcomes(entry -> entry.changes().get(0) instanceof Change.Erase && left[0]-- <= 0
                ? new Outcome.Refused("the disk is full")
                : null);
        assertThatThrownBy(() -> erase(Scope.CONTENT))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(UnavailableException.class);
        assertThat(history("a")).filteredOn(Message::isErased).hasSize(3);

        storage.outcomes(entry -> null);
        assertThat(erase(Scope.CONTENT)).isEqualTo(new Erased(2, 3, 0, 0));
        long written = entries(Change.Erase.class);

        assertThat(erase(Scope.CONTENT)).isEqualTo(new Erased(2, 0, 0, 0)); // it is a member there
        assertThat(entries(Change.Erase.class)).isEqualTo(written);
        assertThat(storage.room("a").rev()).isEqualTo(3 + 5 + 5);
    }

    @Test
    void whoHearsOfTheProgressMayFail() {
        say("a", "eve", "c1");

        Erased erased = chat.done(chat.server.erasure().erase("eve", Scope.CONTENT, progress -> {
            throw new IllegalStateException("no ear");
        }));

        assertThat(erased.messages()).isEqualTo(1);
    }

    @Test
    void repeatOfAnErasedMessageIsRefused() {
        say("a", "eve", "c1");
        erase(Scope.CONTENT);

        assertThat(chat.signIn("eve").refused("send", Peer.sendArguments("a", "c1", "c1")))
                .isEqualTo("CONFLICT");
    }

    @Test
    void userWhoHasLeftNothingIsErasedAtOnce() {
        assertThat(chat.done(chat.server.erasure().erase("nobody"))).isEqualTo(Erased.NOTHING);
        assertThatThrownBy(() -> chat.done(chat.server.erasure().erase("no id")))
                .hasCauseInstanceOf(MalformedFrameException.class);
    }
}
