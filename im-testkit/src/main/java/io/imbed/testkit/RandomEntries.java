package io.imbed.testkit;

import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Entries by chance: most of them fit the rooms as they are, some are repeats, stale or contradictory. */
final class RandomEntries {
    static final List<String> ROOMS = List.of("a", "A", "b");
    static final List<String> USERS = List.of("u", "U", "v", "w");

    private final Random random;
    private final Map<String, ModelRoom> rooms;

    /** @param rooms as they are, looked at for each entry */
    RandomEntries(Random random, Map<String, ModelRoom> rooms) {
        this.random = random;
        this.rooms = rooms;
    }

    Entry next() {
        String id = pick(ROOMS);
        ModelRoom room = rooms.get(id);
        Instant at = EntryBuilder.START.plusSeconds(random.nextInt(100));
        EntryBuilder entry = EntryBuilder.in(id).at(at).by(pick(USERS));
        if (room == null || room.row == null) {
            entry.put(pick(List.of(RoomKind.GROUP, RoomKind.CHANNEL)), null, "e" + random.nextInt(1_000));
        } else {
            entry.guard(guard(room));
            if (random.nextInt(60) == 0) return entry.drop().build();
            if (random.nextInt(30) == 0) entry.change(trim(room));
            if (random.nextInt(30) == 0) return entry.change(trim(room)).build();
            if (random.nextInt(30) == 0) return entry.unname(pick(USERS)).build();
        }
        int changes = random.nextInt(10) == 0 ? 3 : 1;
        for (int i = 0; i < changes; i++) change(entry, id, room == null ? new ModelRoom() : room, at);
        return entry.build();
    }

    /** A little more than before, seldom all. */
    private Change.Trim trim(ModelRoom room) {
        long seq = random.nextInt(5) == 0 ? room.messages.size() : room.lostSeq;
        long rev = random.nextInt(5) == 0 ? room.raw.size() : room.lostRev;
        return new Change.Trim(seq + random.nextInt(4), rev + random.nextInt(6));
    }

    private Guard guard(ModelRoom room) {
        return switch (random.nextInt(20)) {
            case 0 -> new Guard.Absent();
            case 1 -> new Guard.At("other", room.policy);
            case 2 -> new Guard.At(room.epoch, room.policy - 1);
            case 3 -> new Guard.Never();
            default -> new Guard.At(room.epoch, room.policy);
        };
    }

    private void change(EntryBuilder entry, String id, ModelRoom room, Instant at) {
        String user = pick(USERS);
        switch (random.nextInt(28)) {
            case 0 -> entry.admit(user, pick(List.of(Role.values())));
            case 1 -> entry.dismiss(user);
            case 2 -> entry.promote(user, pick(List.of(Role.values())), "name" + random.nextInt(3));
            case 3, 4 -> entry.mark(user, random.nextInt(-1, 30), random.nextInt(-1, 30));
            case 5, 6 -> rewrite(entry, room, at, Content.text("edit" + random.nextInt(100)));
            case 7 -> rewrite(entry, room, at, null);
            case 22 -> {
                if (!room.messages.isEmpty()) entry.erase(pick(room.messages));
            }
            case 8 -> entry.event(new EventBody.Left(user));
            case 9 -> {
                if (room.row != null) entry.put(room.row.kind(), "title" + random.nextInt(5), "ignored");
            }
            case 10 -> entry.restrain(user, pick(List.of(Restraint.Kind.values())), at.plusSeconds(random.nextInt(60)));
            case 11 -> entry.release(user, pick(List.of(Restraint.Kind.values())));
            case 12 -> {
                MemberRow member = room.members.get(user);
                if (member != null) entry.mute(member, random.nextInt(3) == 0 ? null : at.plusSeconds(9));
            }
            case 13, 14 -> react(entry, room, user);
            case 20, 21 ->
                entry.prefer(
                        user,
                        new OwnSettings.Patch(
                                random.nextBoolean() ? null : pick(List.of(Notify.values())),
                                random.nextBoolean() ? null : random.nextBoolean(),
                                random.nextBoolean() ? null : random.nextBoolean()));
            case 15 -> {
                if (!room.messages.isEmpty()) entry.pin(pick(room.messages), random.nextBoolean());
            }
            case 16 -> entry.settle(user, random.nextInt(30), random.nextInt(30), random.nextInt(30));
            case 17, 18, 19 -> {
                long after = room.raw.size() - (random.nextInt(8) == 0 ? 1 : 0);
                Instant edited = random.nextInt(3) == 0 ? at.plusSeconds(5) : null;
                String cid = "c" + random.nextInt(60);
                entry.take(user, cid, cid, after, edited, random.nextInt(3) == 0);
            }
            default -> {
                String cid = "c" + random.nextInt(60);
                entry.post(user, cid, random.nextInt(8) == 0 ? "other" : cid, mentions());
            }
        }
    }

    private void rewrite(EntryBuilder entry, ModelRoom room, Instant at, @Nullable Content content) {
        if (room.messages.isEmpty()) return;
        Message message = pick(room.messages);
        long expected = random.nextInt(8) == 0 ? message.rev() - 1 : message.rev();
        entry.change(new Change.Rewrite(message.seq(), expected, content, List.of(mentions()), at))
                .event(content == null ? new EventBody.Recalled(message.seq()) : EventBody.Edited.bare(message.seq()));
    }

    private void react(EntryBuilder entry, ModelRoom room, String user) {
        if (room.messages.isEmpty()) return;
        Message message = pick(room.messages);
        String key = "k" + random.nextInt(3);
        boolean has = room.reactions(message.seq(), user).contains(key);
        entry.react(message, user, key, random.nextInt(10) == 0 ? has : !has);
    }

    private String[] mentions() {
        return switch (random.nextInt(6)) {
            case 0 -> new String[] {pick(USERS)};
            case 1 -> new String[] {Message.ALL};
            case 2 -> new String[] {Message.ALL, pick(USERS)};
            default -> new String[0];
        };
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }
}
