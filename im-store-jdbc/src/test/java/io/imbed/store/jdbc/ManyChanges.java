package io.imbed.store.jdbc;

import io.imbed.protocol.Message;
import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Restraint;
import io.imbed.testkit.EntryBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Batches that tests write. Rooms are those of {@link #making}, of epoch e, where alice is the owner. */
final class ManyChanges {
    private ManyChanges() {}

    static List<Entry> making(int rooms) {
        return IntStream.range(0, rooms)
                .mapToObj(i -> EntryBuilder.in(room(i))
                        .put(RoomKind.GROUP, null, "e")
                        .admit("alice", Role.OWNER)
                        .build())
                .toList();
    }

    static String room(int i) {
        return "room" + i;
    }

    /** A post of alice's in a room that nothing but posts came to. */
    static Entry post(int room, String cid) {
        return EntryBuilder.in(room(room))
                .guard(new Guard.At("e", 1))
                .post("alice", cid, cid, "bob")
                .build();
    }

    /** A change of every kind, in the first room, whose first six messages are posts of alice's and its only ones. */
    static List<Entry> ofEveryKind(List<Message> messages) {
        Instant later = EntryBuilder.START.plusSeconds(60);
        List<EntryBuilder> entries = new ArrayList<>();
        entries.add(policy(1).post("alice", "new", "new", "carol"));
        entries.add(policy(1).edit(messages.get(0), "other words", "carol"));
        entries.add(policy(1).recall(messages.get(1)));
        entries.add(policy(1).react(messages.get(2), "alice", "+1", true));
        entries.add(policy(1).mark("alice", 3, 3));
        entries.add(policy(1).prefer("alice", new OwnSettings.Patch(Notify.MENTIONS, true, null)));
        entries.add(policy(1).take("eve", "old", "old", 11));
        entries.add(policy(1).pin(messages.get(3), true));
        entries.add(policy(2).admit("bob", Role.MEMBER));
        entries.add(policy(3).settle("carol", 1, 1, 1));
        entries.add(policy(4).promote("bob", Role.ADMIN, "Bob"));
        entries.add(policy(5).dismiss("carol"));
        entries.add(policy(6).restrain("eve", Restraint.Kind.BAN, later));
        entries.add(policy(7).release("eve", Restraint.Kind.BAN));
        entries.add(policy(8).put(RoomKind.GROUP, "Title", "e"));
        return entries.stream().map(EntryBuilder::build).toList();
    }

    private static EntryBuilder policy(long version) {
        return EntryBuilder.in(room(0)).guard(new Guard.At("e", version));
    }
}
