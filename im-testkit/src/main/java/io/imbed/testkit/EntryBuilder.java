package io.imbed.testkit;

import io.imbed.protocol.Content;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomRow;
import io.imbed.spi.RoomState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Entry} in a few words, as the engine would write it: a change brings the event that tells of it.
 *
 * <p>Where nothing else is said it stands on {@link Guard.Absent}, happened at {@link #START} and was done by
 * {@code alice}. Threads: one.
 */
public final class EntryBuilder {
    /** The same as a manual clock's. */
    public static final Instant START = ManualClock.START;

    private final String room;
    private final List<Change> changes = new ArrayList<>();
    private final List<EventBody> events = new ArrayList<>();
    private Guard guard = new Guard.Absent();
    private Instant at = START;
    private String by = "alice";

    private EntryBuilder(String room) {
        this.room = room;
    }

    public static EntryBuilder in(String room) {
        return new EntryBuilder(room);
    }

    public EntryBuilder guard(Guard newGuard) {
        guard = newGuard;
        return this;
    }

    /** Stands on this state. */
    public EntryBuilder on(RoomState state) {
        return guard(new Guard.At(state.epoch(), state.policy()));
    }

    public EntryBuilder at(Instant newAt) {
        at = newAt;
        return this;
    }

    public EntryBuilder by(String user) {
        by = user;
        return this;
    }

    /** Makes the room or replaces its row; no event. */
    public EntryBuilder put(RoomKind kind, @Nullable String title, String epoch) {
        return change(
                new Change.PutRoom(new RoomRow(room, kind, title, by, null, START, RoomSettings.preset(kind)), epoch));
    }

    /** Gives the room, as it stands, other settings; no event. */
    public EntryBuilder configure(RoomState state, SettingsPatch settings) {
        RoomRow row = state.row();
        return change(new Change.PutRoom(row.changed(row.title(), row.settings().with(settings)), state.epoch()));
    }

    /** Ends the room; no event. */
    public EntryBuilder drop() {
        return change(new Change.DropRoom());
    }

    /** Admits a user, whose name is its id in capitals, with the event. */
    public EntryBuilder admit(String user, Role role) {
        String name = nameOf(user);
        return change(new Change.Admit(MemberRow.joining(room, user, name, role, at)))
                .event(new EventBody.Joined(user, name, role));
    }

    /** Gives a member another role, and its name anew, with the event. */
    public EntryBuilder promote(String user, Role role, String name) {
        return change(new Change.Promote(MemberRow.joining(room, user, name, role, at)))
                .event(new EventBody.RoleChanged(user, role));
    }

    /** Removes a member, with the event. */
    public EntryBuilder dismiss(String user) {
        return change(new Change.Dismiss(user)).event(new EventBody.Kicked(user));
    }

    /** Lets a member not speak until then, or again; no event. */
    public EntryBuilder mute(MemberRow member, @Nullable Instant until) {
        return change(new Change.Promote(member.muted(until)));
    }

    /** Imposes a restraint on a user; no event. */
    public EntryBuilder restrain(String user, Restraint.Kind kind, Instant until) {
        return change(new Change.Restrain(new Restraint(room, user, kind, by, at, until, "because")));
    }

    /** Lifts a restraint; no event. */
    public EntryBuilder release(String user, Restraint.Kind kind) {
        return change(new Change.Release(user, kind));
    }

    /** Posts a text that mentions some users; the storage makes its event. */
    public EntryBuilder post(String sender, String cid, String text, String... mentions) {
        return change(new Change.Post(
                sender, nameOf(sender), cid, digestOf(text), Content.text(text), null, List.of(mentions), null));
    }

    /** Imports a text into a room that stands at rev {@code after}; the storage makes its event. */
    public EntryBuilder take(String sender, String cid, String text, long after) {
        return take(sender, cid, text, after, null, false);
    }

    /** Imports a message that was edited, or recalled. */
    public EntryBuilder take(
            String sender, String cid, String text, long after, @Nullable Instant editedAt, boolean recalled) {
        Change.Post post = new Change.Post(
                sender, nameOf(sender), cid, digestOf(text), Content.text(text), null, List.of("bob"), null);
        return change(new Change.Import(post, editedAt, recalled, after));
    }

    /** Admits a user with this row, with the event. */
    public EntryBuilder settle(String user, long joinedSeq, long read, long delivered) {
        MemberRow row = new MemberRow(
                room, user, nameOf(user), Role.MEMBER, at.minusSeconds(60), joinedSeq, read, delivered, null);
        return change(new Change.Settle(row)).event(new EventBody.Joined(user, row.name(), Role.MEMBER));
    }

    /** Replaces a message's text and mentions, with the event. */
    public EntryBuilder edit(Message message, String text, String... mentions) {
        return rewrite(message, Content.text(text), mentions).event(EventBody.Edited.bare(message.seq()));
    }

    /** Recalls a message, with the event. */
    public EntryBuilder recall(Message message) {
        return rewrite(message, null).event(new EventBody.Recalled(message.seq()));
    }

    /** Takes a user's name out of the room. */
    public EntryBuilder unname(String user) {
        return change(new Change.Unname(user));
    }

    /** Erases a message, with the event. */
    public EntryBuilder erase(Message message) {
        return change(new Change.Erase(message.seq(), message.rev())).event(new EventBody.Recalled(message.seq()));
    }

    /** Drops the messages and events before these; no event. */
    public EntryBuilder trim(long firstSeq, long firstRev) {
        return change(new Change.Trim(firstSeq, firstRev));
    }

    private EntryBuilder rewrite(Message message, @Nullable Content content, String... mentions) {
        return change(new Change.Rewrite(message.seq(), message.rev(), content, List.of(mentions), at));
    }

    /** Adds a user's reaction, or takes it back, with the event. */
    public EntryBuilder react(Message message, String user, String key, boolean on) {
        return change(new Change.React(message.seq(), message.rev(), user, key, on))
                .event(new EventBody.Reacted(message.seq(), key, on));
    }

    /** Pins a message, or unpins it, with the event. */
    public EntryBuilder pin(Message message, boolean on) {
        return change(new Change.Pin(message.seq(), message.rev(), on)).event(new EventBody.Pinned(message.seq(), on));
    }

    /** Moves a member's marks; no event. */
    public EntryBuilder mark(String user, long read, long delivered) {
        return change(new Change.Mark(user, read, delivered));
    }

    /** Changes a member's own settings; no event. */
    public EntryBuilder prefer(String user, OwnSettings.Patch patch) {
        return change(new Change.Prefer(user, patch));
    }

    public EntryBuilder change(Change change) {
        changes.add(change);
        return this;
    }

    public EntryBuilder event(EventBody event) {
        events.add(event);
        return this;
    }

    public Entry build() {
        return new Entry(room, guard, at, by, changes, events);
    }

    /** The name that users have here. */
    static String nameOf(String user) {
        return user.toUpperCase(Locale.ROOT);
    }

    /** Equal for equal texts, as a digest must be. */
    static String digestOf(String text) {
        return "digest-" + text.hashCode() + "-" + text.length();
    }
}
