package io.imbed.client;

import static io.imbed.client.Frames.error;
import static io.imbed.client.Frames.room;
import static io.imbed.client.Frames.sent;
import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Draft;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class OutboxTest {
    @RegisterExtension
    final LogGuard log = new LogGuard();

    private final Outbox outbox = new Outbox();

    @Test
    void headAloneIsOnItsWay() {
        Outbox.Item first = add("r", "1");
        Outbox.Item second = add("r", "2");

        assertThat(outbox.start("r")).isSameAs(first);
        assertThat(outbox.start("r")).isNull();
        outbox.release(first);
        assertThat(outbox.start("r")).isSameAs(first);
        assertThat(outbox.remove(first)).isTrue();
        assertThat(outbox.start("r")).isSameAs(second);
    }

    @Test
    void staleNewsOfAnItemTouchesNoOther() {
        Outbox.Item first = add("r", "1");
        Outbox.Item second = add("r", "2");
        outbox.start("r");
        outbox.remove(first);
        outbox.start("r");

        outbox.release(first);
        assertThat(outbox.remove(first)).isFalse();

        assertThat(outbox.start("r")).as("the second is still on its way").isNull();
        assertThat(outbox.isHead(first)).isFalse();
        assertThat(outbox.isHead(second)).isTrue();
        assertThat(outbox.size()).isEqualTo(1);
    }

    @Test
    void failuresCountForTheHeadAlone() {
        Outbox.Item first = add("r", "1");
        Outbox.Item second = add("r", "2");

        assertThat(outbox.failed(first)).isEqualTo(1);
        assertThat(outbox.failed(first)).isEqualTo(2);
        outbox.remove(first);

        assertThat(outbox.failed(second)).isEqualTo(1);
    }

    @Test
    void onlyAHeadThatWasSentCanBeSeen() {
        Outbox.Item first = add("r", "1");
        add("r", "2");
        assertThat(outbox.sentHead("r", "1")).isNull();
        outbox.start("r");

        assertThat(outbox.sentHead("r", "1")).isSameAs(first);
        assertThat(outbox.sentHead("r", "2")).isNull();
        assertThat(outbox.sentHead("q", "1")).isNull();
    }

    @Test
    void emptyRoomsAreForgotten() {
        Outbox.Item only = add("r", "1");
        outbox.remove(only);

        assertThat(outbox.rooms()).isEmpty();
        assertThat(outbox.items()).isEmpty();
        assertThat(outbox.start("r")).isNull();
    }

    @Test
    void messageIsKeptBeforeItIsSentAndUntilItIsSettled() {
        Kept store = new Kept();
        Desk desk = new Desk(builder -> builder.outbox(store));
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));
        desk.client.room("r").send("c1", Draft.text("1"));
        desk.client.room("r").send("c2", Draft.text("2"));
        desk.run();
        assertThat(store.log).containsExactly("load", "add c1", "add c2");

        link.reply(link.next(Request.Send.class), sent(1));
        desk.run();
        link.say(error(link.next(Request.Send.class), ErrorCode.REJECTED));
        desk.run();

        assertThat(store.log).containsExactly("load", "add c1", "add c2", "remove c1", "remove c2");
    }

    @Test
    void nextProcessSendsWhatTheLastOneLeft() {
        Kept store = new Kept();
        store.kept.add(new PendingSend("r", "c1", Draft.text("1")));
        store.kept.add(new PendingSend("r", "c2", Draft.text("2")));
        Desk desk = new Desk(builder -> builder.outbox(store));
        CompletableFuture<Result.Sent> third = Desk.of(desk.client.room("r").send("c3", Draft.text("3")));
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));

        for (long seq = 1; seq <= 3; seq++) {
            Request.Send send = link.next(Request.Send.class);
            assertThat(send.cid()).isEqualTo("c" + seq);
            link.reply(send, sent(seq));
            desk.run();
        }

        assertThat(third).isCompletedWithValue(sent(3));
        assertThat(desk.recorder.heard).containsExactly("connected me", "r sent 1", "r sent 2", "r sent 3");
        assertThat(store.kept).isEmpty();
    }

    @Test
    void closeLeavesTheStoreAsItIs() {
        Kept store = new Kept();
        Desk desk = new Desk(builder -> builder.outbox(store));
        desk.connect(room("r", "e", 0));
        CompletableFuture<Result.Sent> sent = Desk.of(desk.client.room("r").send("c1", Draft.text("1")));
        desk.client.close();
        desk.run();

        assertThat(sent).isCompletedExceptionally();
        assertThat(store.kept).hasSize(1);
    }

    @Test
    void messageThatCannotBeKeptIsNotSent() {
        Kept store = new Kept();
        store.full = true;
        Desk desk = new Desk(builder -> builder.outbox(store));
        ScriptedServer.Link link = desk.connect(room("r", "e", 0));

        CompletableFuture<Result.Sent> sent = Desk.of(desk.client.room("r").send("1"));
        desk.run();

        assertThat(sent).isCompletedExceptionally();
        assertThat(link.requests).isEmpty();
    }

    @Test
    void storeThatCannotBeReadFailsTheCallAndIsReadByTheNext() {
        Kept store = new Kept();
        store.kept.add(new PendingSend("r", "c1", Draft.text("1")));
        store.broken = true;
        Desk desk = new Desk(builder -> builder.outbox(store));
        CompletableFuture<Result.Welcome> connected = Desk.of(desk.client.connect());
        desk.run();
        assertThat(connected).isCompletedExceptionally();
        assertThat(desk.server.links).isEmpty();

        store.broken = false;

        assertThat(desk.connect(room("r", "e", 0)).next(Request.Send.class).cid())
                .isEqualTo("c1");
    }

    @Test
    void outboxIsBounded() {
        Desk desk = new Desk();
        for (int i = 0; i < Sender.MAX_WAITING; i++) desk.client.room("r").send("x");
        desk.run();
        CompletableFuture<Result.Sent> oneMore = Desk.of(desk.client.room("r").send("x"));
        desk.run();

        assertThat(oneMore).isCompletedExceptionally();
    }

    private Outbox.Item add(String room, String cid) {
        Outbox.Item item = new Outbox.Item(new PendingSend(room, cid, Draft.text(cid)), new CompletableFuture<>());
        outbox.add(item);
        return item;
    }

    private static final class Kept implements OutboxStore {
        final List<PendingSend> kept = new ArrayList<>();
        final List<String> log = new ArrayList<>();
        boolean full;
        boolean broken;

        @Override
        public List<PendingSend> load() {
            if (broken) throw new IllegalStateException("disk broken");
            log.add("load");
            return List.copyOf(kept);
        }

        @Override
        public void add(PendingSend send) {
            if (full) throw new IllegalStateException("disk full");
            log.add("add " + send.cid());
            kept.add(send);
        }

        @Override
        public void remove(PendingSend send) {
            log.add("remove " + send.cid());
            kept.remove(send);
        }
    }
}
