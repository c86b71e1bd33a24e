package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.hook.BeforeEdit;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Content;
import io.imbed.protocol.Request.Anchor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Content types of the host's own are looked at by its validator, wherever they come from. */
class ContentTest {
    private final List<String> looked = new ArrayList<>();
    private Chat chat = Chat.open();
    private Peer bob;

    @AfterEach
    void close() {
        chat.close();
    }

    /** A channel {@code r} with bob, where polls need two options. */
    private void open(Consumer<ImServer.Builder> settings) {
        chat.close();
        chat = Chat.open(new TroubledStorage(), builder -> {
            builder.limits(Chat.unhurried()).content("x.poll", content -> {
                String json = content.json().text();
                looked.add(json);
                if (json.contains("crash")) throw new IllegalStateException("the database is away");
                return json.contains("|") ? null : "a poll has two options";
            });
            settings.accept(builder);
        });
        bob = chat.channel("r", "bob")[0];
    }

    private static String poll(String options) {
        return "{\"type\":\"x.poll\",\"fallback\":\"a poll\",\"options\":\"" + options + "\"}";
    }

    private static String send(String cid, String content) {
        return "\"room\":\"r\",\"cid\":\"" + cid + "\",\"content\":" + content;
    }

    private static String edit(long seq, String content) {
        return "\"room\":\"r\",\"seq\":" + seq + ",\"content\":" + content;
    }

    private int messages() {
        return chat.done(chat.server.rooms().history("r", Anchor.LATEST, 100))
                .messages()
                .size();
    }

    @Test
    void clientsSendsAndEditsAreLookedAt() {
        open(builder -> {});
        JsonObject refused = bob.ask("send", send("c1", poll("one")));
        assertThat(Peer.code(refused)).isEqualTo("REJECTED");
        assertThat(Peer.message(refused)).isEqualTo("a poll has two options");
        bob.ok("send", send("c2", poll("a|b")));

        assertThat(bob.refused("edit", edit(1, poll("one")))).isEqualTo("REJECTED");
        bob.ok("edit", edit(1, poll("a|c")));

        assertThat(looked).hasSize(4);
        assertThat(messages()).isEqualTo(1);
        bob.ok("send", send("c3", "{\"type\":\"text\",\"text\":\"no poll\"}"));
        bob.ok("send", send("c4", "{\"type\":\"x.other\",\"fallback\":\"any type is taken\"}"));
        assertThat(looked).hasSize(4);
    }

    @Test
    void hostsOwnAreLookedAtToo() {
        open(builder -> {});
        Draft bad = Draft.of(Content.parse(poll("one")));

        assertThatThrownBy(() -> chat.done(chat.server.rooms().send("r", bad)))
                .hasMessageContaining("a poll has two options");
        chat.done(chat.server.rooms().send("r", Draft.of(Content.parse(poll("a|b")))));
        assertThatThrownBy(() -> chat.done(chat.server.rooms().edit("r", 1, bad.content(), List.of())))
                .hasMessageContaining("a poll has two options");
    }

    @Test
    void whatAHookSendsOrMakesOfADraftIsLookedAt() {
        open(builder -> builder.on(
                        BeforeSend.class,
                        attempt -> attempt.cid().equals("c1")
                                ? Verdict.replace(attempt.draft().withContent(Content.parse(poll("one"))))
                                : Verdict.allow())
                .on(
                        BeforeEdit.class,
                        attempt -> Verdict.replace(attempt.draft().withContent(Content.parse(poll("none")))))
                .on(
                        MessageSent.class,
                        sent -> chat.server.rooms().send("r", Draft.of(Content.parse(poll("from a hook"))))));
        assertThat(bob.refused("send", send("c1", poll("a|b")))).isEqualTo("REJECTED");
        bob.ok("send", send("c2", poll("a|b")));
        assertThat(bob.refused("edit", edit(1, poll("a|c")))).isEqualTo("REJECTED");

        assertThat(messages()).as("nothing of the hook's own").isEqualTo(1);
        assertThat(looked).anyMatch(json -> json.contains("from a hook"));
    }

    @Test
    void repeatOfWhatIsStoredIsAnsweredWhateverTheValidatorSaysNow() {
        open(builder -> {});
        bob.ok("send", send("c1", poll("a|b")));
        bob.ok("edit", edit(1, poll("a|c"))); // so that the storage is asked for the repeat

        JsonObject again = bob.ok("send", send("c1", poll("a|b")));

        assertThat(again.get("dup").getAsBoolean()).isTrue();
    }

    @Test
    void repeatOfWhatIsStoredIsAnsweredThoughItsTypeIsTakenNoMore() {
        TroubledStorage storage = new TroubledStorage();
        chat.close();
        chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));
        chat.channel("r", "bob")[0].ok("send", send("c1", poll("a|b")));
        Chat first = chat;
        chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()).knownContentOnly());
        bob = chat.signIn("bob");

        assertThat(bob.ok("send", send("c1", poll("a|b"))).get("dup").getAsBoolean())
                .isTrue();
        assertThat(bob.refused("send", send("c2", poll("a|b")))).isEqualTo("BAD_REQUEST");
        first.close();
    }

    @Test
    void validatorThatFailsIsNoAnswer() {
        open(builder -> {});

        JsonObject reply = bob.ask("send", send("c1", poll("crash|")));

        assertThat(Peer.code(reply)).isEqualTo("UNAVAILABLE");
        assertThat(Peer.message(reply)).isEqualTo("the host's validator of x.poll does not answer");
        assertThat(messages()).isZero();
    }

    @Test
    void unknownTypesAreRefusedWhereTheHostSaysSo() {
        open(ImServer.Builder::knownContentOnly);
        String other = "{\"type\":\"x.other\",\"fallback\":\"?\"}";

        JsonObject reply = bob.ask("send", send("c1", other));

        assertThat(Peer.code(reply)).isEqualTo("BAD_REQUEST");
        assertThat(Peer.message(reply)).isEqualTo("content.type is x.other, which this server does not take");
        assertThatThrownBy(() -> chat.done(chat.server.rooms().send("r", Draft.of(Content.parse(other)))))
                .hasMessageContaining("x.other");
        bob.ok("send", send("c2", "{\"type\":\"image\",\"fallback\":\"a picture\",\"url\":\"x\"}"));
        bob.ok("send", send("c3", poll("a|b")));
        assertThat(bob.refused("edit", edit(2, other))).isEqualTo("BAD_REQUEST");
    }
}
