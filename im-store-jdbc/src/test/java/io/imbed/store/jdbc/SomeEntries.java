package io.imbed.store.jdbc;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.Restraint;
import io.imbed.testkit.EntryBuilder;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Entries by chance for a few rooms as they are stored, most of which fit. Threads: one. */
final class SomeEntries {
    private static final List<String> ROOMS = List.of("a", "B");
    /** More than a message shows of those who reacted with one key. */
    private static final List<String> USERS =
            IntStream.range(0, 26).mapToObj(i -> "u" + (char) ('a' + i)).toList();

    private final Random random;
    private final Session session;

    SomeEntries(Random random, Session session) {
        this.random = random;
        this.session = session;
    }

    Entry next() {
        String room = pick(ROOMS);
        String user = pick(USERS);
        Header header = RoomTable.header(session, room).orElse(null);
        EntryBuilder entry = EntryBuilder.in(room).at(EntryBuilder.START.plusSeconds(random.nextInt(100)));
        if (header == null) {
            entry.put(RoomKind.GROUP, null, "e" + random.nextInt(1_000)).admit(user, Role.OWNER);
            return entry.build();
        }
        boolean wrong = random.nextInt(12) == 0;
        entry.guard(new Guard.At(header.epoch(), header.policy() - (wrong ? 1 : 0)));
        if (random.nextInt(250) == 0) return entry.drop().build();
        change(entry, header, room, user);
        return entry.build();
    }

    private void change(EntryBuilder entry, Header header, String room, String user) {
        String cid = "c" + random.nextInt(150);
        switch (random.nextInt(20)) {
            case 0 -> entry.admit(user, pick(List.of(Role.values())));
            case 1 -> entry.settle(user, random.nextInt(9), random.nextInt(9), random.nextInt(9));
            case 2 -> entry.dismiss(user);
            case 3 -> entry.promote(user, pick(List.of(Role.values())), "name" + random.nextInt(3));
            case 4 -> entry.mark(user, random.nextInt(99), random.nextInt(99));
            case 5 ->
                entry.prefer(user, new OwnSettings.Patch(pick(List.of(Notify.values())), random.nextBoolean(), null));
            case 6 -> entry.restrain(user, pick(List.of(Restraint.Kind.values())), EntryBuilder.START.plusSeconds(500));
            case 7 -> entry.release(user, pick(List.of(Restraint.Kind.values())));
            case 8 -> {
                SettingsPatch keep = SettingsPatch.NONE.withKeep(pick(List.of(0L, 0L, 0L, 40L)));
                entry.configure(header.state(null), keep);
            }
            case 9 -> entry.take(user, cid, cid, header.rev() - random.nextInt(2));
            case 10, 11, 12, 13, 14 -> message(entry, header, room, user);
            default -> {
                String sender = pick(USERS.subList(0, 3));
                entry.post(sender, cid, random.nextInt(4) == 0 ? "other" : cid, pick(USERS), pick(USERS));
            }
        }
    }

    /** Changes a message; most often one that many react to, of whom few think better of it. */
    private void message(EntryBuilder entry, Header header, String room, String user) {
        long crowded = Math.max(header.firstSeq(), header.seq() - header.seq() % 64);
        long seq = random.nextInt(4) == 0 ? header.seq() - random.nextInt(10) : crowded;
        Message message =
                MessageTable.bySeq(session, room, seq).map(Kept::message).orElse(null);
        if (message == null) return;
        switch (random.nextInt(20)) {
            case 0 -> entry.recall(message);
            case 1 -> entry.edit(message, "edit" + random.nextInt(100), pick(USERS));
            case 2 -> entry.pin(message, !message.pinned());
            case 3 ->
                entry.change(new Change.React(seq, message.rev() - 1, user, "k", true))
                        .event(new EventBody.Reacted(seq, "k", true));
            default -> {
                String key = random.nextInt(8) == 0 ? "other key" : "k";
                boolean has = ReactionTable.rev(session, new ReactionTable.Own(room, seq, key, user))
                        .isPresent();
                boolean wrong = random.nextInt(12) == 0;
                if (wrong || !has || random.nextInt(5) == 0) entry.react(message, user, key, has == wrong);
            }
        }
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
