package io.imbed.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What one member's catch-up has read of the log serves the next one. */
class SharedReadsTest {
    private final TroubledStorage storage = new TroubledStorage();
    private final Chat chat = Chat.open(storage, builder -> builder.limits(Chat.unhurried()));
    private final Peer alice = chat.channel("r", "alice", "bob", "carol")[0];
    private final long before = revOf("r");
    private final String epoch = storage.room("r").epoch();

    @AfterEach
    void close() {
        storage.reads().release();
        chat.close();
    }

    private long revOf(String room) {
        return storage.room(room).rev();
    }

    private Peer resume(String user) {
        Peer peer = chat.connect();
        peer.post(
                "hello",
                "\"v\":1,\"token\":\"guest:" + user + "\",\"rooms\":{\"r\":{\"epoch\":\"" + epoch + "\",\"rev\":"
                        + before + "}}");
        chat.env.runAll();
        return peer;
    }

    private void recall(long seq) {
        chat.server.rooms().recall("r", seq);
        chat.env.runAll();
    }

    @Test
    void whoComesLaterFromTheSamePlaceCausesNoOtherRead() {
        alice.sendText("r", "c1", "one");
        alice.sendText("r", "c2", "two");
        alice.sendText("r", "c3", "three");
        recall(2); // so that the lane has none of this in memory but the last
        int reads = storage.reads().events();

        List<Long> bob = Peer.revs(resume("bob").takeEvents());
        alice.sendText("r", "c4", "four");
        List<Long> carol = Peer.revs(resume("carol").takeEvents());

        assertThat(storage.reads().events() - reads).isEqualTo(1);
        assertThat(bob).containsExactly(before + 1, before + 2, before + 3, before + 4);
        assertThat(carol).containsExactly(before + 1, before + 2, before + 3, before + 4, before + 5);
    }

    @Test
    void whatIsRecalledWhileItIsReadIsShownToNobodyLater() {
        alice.sendText("r", "c1", "regretted");
        alice.sendText("r", "c2", "two");
        recall(2);
        storage.reads().hold(TroubledReads.Kind.EVENTS);
        resume("bob");

        recall(1);
        storage.reads().release();
        chat.env.runAll();

        assertThat(resume("carol").takeEvents().toString())
                .contains("\"type\":\"recalled\"")
                .doesNotContain("regretted");
    }
}
