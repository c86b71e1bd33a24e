package io.imbed.engine;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImportedMember;
import io.imbed.ImportedMessage;
import io.imbed.Imports;
import io.imbed.Lookup;
import io.imbed.NewRoom;
import io.imbed.Rooms;
import io.imbed.SendOptions;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ImException;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One call of the host's API as a row of the table writes it: {@code Type.method/arguments subject}. */
final class HostCall {
    private final Chat chat;
    private final String room;

    HostCall(Chat chat, String room) {
        this.chat = chat;
        this.room = room;
    }

    /** {@code ok}, {@code changed} if that made events, the code of a refusal, or for what is looked up what was found. */
    String outcome(String call) {
        long before = rev();
        String said;
        try {
            said = show(chat.done(call(call)));
        } catch (CompletionException failed) {
            Throwable why = failed.getCause();
            if (why instanceof ImException no) return no.code().name();
            return why instanceof IllegalArgumentException ? "mistake" : why.toString();
        }
        return said.equals("ok") && rev() != before ? "changed" : said;
    }

    private long rev() {
        return chat.done(chat.server.lookup().room(room))
                .map(info -> info.head().rev())
                .orElse(0L);
    }

    private static String show(@Nullable Object answer) {
        if (answer instanceof Optional<?> found) return found.isPresent() ? "found" : "none";
        if (answer instanceof Collection<?> page) return page.size() + " found";
        return "ok";
    }

    private CompletionStage<?> call(String call) {
        String[] parts = call.split(" ");
        String subject = parts.length > 1 ? parts[1] : "";
        if (parts[0].startsWith("Rooms.")) return rooms(parts[0].substring(6), subject);
        if (parts[0].startsWith("Lookup.")) return lookup(parts[0].substring(7), subject);
        return imports(parts[0].substring(8), subject);
    }

    private CompletionStage<?> rooms(String method, String subject) {
        Rooms rooms = chat.server.rooms();
        Content text = Content.text("new");
        return switch (method) {
            case "create/1" -> rooms.create(NewRoom.channel(room).title(subject));
            case "find/1" -> rooms.find(room);
            case "update/2" -> rooms.update(room, subject.isEmpty() ? null : subject);
            case "configure/2" -> rooms.configure(room, patch(subject));
            case "delete/1" -> rooms.delete(room);
            case "invite/3" -> rooms.invite(room, subject, Role.MEMBER);
            case "kick/2" -> rooms.kick(room, subject);
            case "role/3" -> rooms.role(room, subject, Role.ADMIN);
            case "mute/4" -> rooms.mute(room, subject, null, null);
            case "unmute/2" -> rooms.unmute(room, subject);
            case "ban/4" -> rooms.ban(room, subject, null, null);
            case "unban/2" -> rooms.unban(room, subject);
            case "bans/3" -> rooms.bans(room, null, limit(subject));
            case "members/3" -> rooms.members(room, null, limit(subject));
            case "send/2" -> rooms.send(room, Draft.text(subject));
            case "send/4" ->
                rooms.send(room, Identity.of(subject), Draft.text("m1"), SendOptions.DEFAULT.withCid("c1"));
            case "edit/4" -> rooms.edit(room, Long.parseLong(subject), text, List.of());
            case "recall/2" -> rooms.recall(room, Long.parseLong(subject));
            case "react/5" -> rooms.react(room, Long.parseLong(subject), "member", "ok", true);
            case "pin/3" -> rooms.pin(room, Long.parseLong(subject), true);
            case "pins/1" -> rooms.pins(room);
            case "prefer/3" -> rooms.prefer(room, subject, OwnSettings.Patch.NONE.withHidden(true));
            case "readers/4" -> rooms.readers(room, Long.parseLong(subject), null, 100);
            case "mark/4" -> rooms.mark(room, subject, 2, 2);
            case "history/3" -> rooms.history(room, Anchor.LATEST, limit(subject));
            case "head/1" -> rooms.head(room);
            case "follow/3" -> followed(rooms);
            default -> throw new AssertionError("no call for Rooms." + method);
        };
    }

    /** A subscription that nothing ends is closed, which ends it well. */
    private CompletionStage<Void> followed(Rooms rooms) {
        var subscription = rooms.follow(room, null, event -> {});
        chat.env.runAll();
        subscription.close();
        return subscription.ended();
    }

    private static SettingsPatch patch(String slowMs) {
        return SettingsPatch.NONE.withSlowMs(Long.parseLong(slowMs));
    }

    private static int limit(String subject) {
        return subject.isEmpty() ? 100 : Integer.parseInt(subject);
    }

    private CompletionStage<?> lookup(String method, String subject) {
        Lookup lookup = chat.server.lookup();
        return switch (method) {
            case "room/1" -> lookup.room(room);
            case "direct/2" -> lookup.direct(subject, "member");
            case "rooms/3" -> lookup.rooms(RoomKind.CHANNEL, null, limit(subject));
            case "roomsOf/3" ->
                lookup.roomsOf(isNumber(subject) ? "member" : subject, null, isNumber(subject) ? limit(subject) : 100);
            case "roomOf/2" -> lookup.roomOf(subject, room);
            case "member/2" -> lookup.member(room, subject);
            case "message/2" -> lookup.message(room, Long.parseLong(subject));
            case "message/3" -> lookup.message(room, "member", subject);
            case "events/3" -> lookup.events(room, cursor(subject), subject.equals("0") ? 0 : 100);
            default -> throw new AssertionError("no call for Lookup." + method);
        };
    }

    private static boolean isNumber(String subject) {
        return !subject.isEmpty() && Character.isDigit(subject.charAt(0));
    }

    private Cursor cursor(String subject) {
        if (subject.equals("other")) return new Cursor("other", 0);
        Cursor head = chat.done(chat.server.lookup().room(room))
                .map(info -> info.head())
                .orElse(new Cursor("none", 0));
        return new Cursor(head.epoch(), subject.equals("ahead") ? head.rev() + 1 : 0);
    }

    private CompletionStage<?> imports(String method, String subject) {
        Imports imports = chat.server.imports();
        Instant now = chat.env.clock().instant();
        return switch (method) {
            case "room/2" -> imports.room(NewRoom.channel(room).title("Moved").owner("owner"), now);
            case "messages/2" ->
                imports.messages(
                        room,
                        List.of(ImportedMessage.text(
                                subject.equals("old") ? "o1" : "n1",
                                "old",
                                "Old",
                                subject.equals("old") ? now.minusSeconds(60) : now,
                                "from there")));
            case "members/2" ->
                imports.members(room, List.of(ImportedMember.of(subject, subject, Role.MEMBER, now.minusSeconds(9))));
            default -> throw new AssertionError("no call for Imports." + method);
        };
    }
}
