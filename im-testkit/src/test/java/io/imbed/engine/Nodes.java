package io.imbed.engine;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.protocol.Content;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import io.imbed.testkit.ManualClock;
import io.imbed.testkit.SharedStorage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Two nodes over one storage, with one clock: {@code here}, whose storage may be troubled, and {@code there}. */
final class Nodes implements AutoCloseable {
    /** Within which every node obeys what one has decided. */
    static final Duration OBEYED = Duration.ofSeconds(1);

    final SharedStorage shared;
    final TroubledStorage storage;
    final Chat there;
    final Chat here;

    private Nodes(Storage real, Consumer<ImServer.Builder> settings) {
        shared = SharedStorage.of(real);
        there = Chat.open(shared.open(), builder -> settings.accept(builder.limits(Chat.unhurried())));
        storage = new TroubledStorage(shared.open());
        here = there.beside("here", storage, builder -> settings.accept(builder.limits(Chat.unhurried())));
        pass();
    }

    static Nodes open() {
        return open(MemoryStorage.create(), builder -> {});
    }

    static Nodes open(Storage real, Consumer<ImServer.Builder> settings) {
        return new Nodes(real, settings);
    }

    /** A second goes by. */
    void pass() {
        there.pass(OBEYED);
    }

    /** A channel with members, made there. */
    void channel(String room, String... members) {
        there.channel(room);
        for (String each : members) invite(room, each);
        pass();
    }

    void invite(String room, String user) {
        there.done(there.server.rooms().invite(room, user, Role.MEMBER));
    }

    void kick(String room, String user) {
        there.done(there.server.rooms().kick(room, user));
    }

    /** The host says something there. */
    void say(String room, String text) {
        there.done(there.server.rooms().send(room, Draft.text(text)));
    }

    /** As a busy third node would, so many messages at once. */
    void flood(String room, int messages) {
        RoomState state = storage.room(room);
        String sender = Identity.system().id();
        List<Entry> batch = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            String cid = "flood" + (state.seq() + i);
            Change post = new Change.Post(sender, sender, cid, cid, Content.text(cid), null, List.of(), null);
            Guard guard = new Guard.At(state.epoch(), state.policy());
            batch.add(new Entry(room, guard, ManualClock.START, sender, List.of(post), List.of()));
        }
        shared.real().log().append(batch);
    }

    @Override
    public void close() {
        storage.reads().release();
        storage.releaseAppends();
        here.close();
        there.close();
        shared.close();
    }
}
