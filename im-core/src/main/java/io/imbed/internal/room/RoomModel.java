package io.imbed.internal.room;

import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.RoomState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a lane knows of one room: its state, and the members it has looked up. A {@linkplain #workingCopy working copy}
 * reads through to what is committed and keeps changes to itself, so that entries of one batch are each decided on what
 * the ones before them will have made.
 *
 * <p>Threads: the room's lane.
 */
final class RoomModel {
    private static final int MAX_SENIORS = 8; // asked for when an owner goes

    private final @Nullable RoomModel committed;
    private final KnownMembers members;
    private final KnownMessages messages;
    private final KnownRestraints restraints;
    private final Map<String, Optional<MemberRow>> seniors = new HashMap<>(0); // beside a user; of the committed alone
    private final KnownAttendees attendees;
    private final KnownSpeakers speakers;
    private @Nullable RoomState state;
    private boolean known;

    RoomModel(Attendance attendance) {
        this.committed = null;
        this.members = new KnownMembers(null);
        this.messages = new KnownMessages();
        this.attendees = KnownAttendees.of(attendance);
        this.restraints = new KnownRestraints(null);
        this.speakers = new KnownSpeakers(null);
    }

    private RoomModel(RoomModel committed) {
        this.committed = committed;
        this.members = new KnownMembers(committed.members);
        this.messages = committed.messages.workingCopy();
        this.attendees = committed.attendees.workingCopy();
        this.restraints = new KnownRestraints(committed.restraints);
        this.speakers = new KnownSpeakers(committed.speakers);
        this.state = committed.state;
        this.known = committed.known;
    }

    RoomModel workingCopy() {
        return new RoomModel(this);
    }

    /** Whether the storage was asked, for the room and for each of these. */
    boolean knows(Needs needs) {
        if (!known) return false;
        if (state == null) return true;
        for (String user : needs.users()) {
            if (!knowsMember(user)) return false;
        }
        for (String user : needs.restrained()) {
            if (!knowsRestraints(user)) return false;
        }
        String goer = needs.goer();
        if (goer != null && isOwner(goer) && !knowsSenior(goer)) return false;
        return messages.knows(needs);
    }

    boolean isKnown() {
        return known;
    }

    boolean knowsMember(String user) {
        Optional<MemberRow> row = members.of(user);
        if (row == null) return isKnownToAttend(user);
        return row.isPresent() || !needsRestraints(user);
    }

    /** Whether the user attends, has no row, and nothing has happened since that was looked up. */
    private boolean isKnownToAttend(String user) {
        RoomState read = committed == null ? state : committed.state;
        return read != null && attendees.isKnown(user, read.policy());
    }

    /** Whether the session attends: it is no news if it joins. */
    boolean attends(Subscriber session) {
        return attendees.has(session);
    }

    /** Whether restraints must be looked up before the user can be told to be a member. */
    boolean needsRestraints(String user) {
        return attendees.has(user) && !isKnownToAttend(user) && !knowsRestraints(user);
    }

    /** Whether the user is known to be an owner. */
    boolean isOwner(String user) {
        Optional<MemberRow> row = members.of(user);
        return row != null && row.isPresent() && row.get().role() == Role.OWNER;
    }

    boolean knowsRestraints(String user) {
        return restraints.of(user) != null;
    }

    /** What is held against the user, or null; also what has ended. The user must be {@linkplain #knows known}. */
    @Nullable Restraint restraint(String user, Restraint.Kind kind) {
        List<Restraint> held = restraints.of(user);
        if (held != null) return KnownRestraints.find(held, kind);
        if (isOfThisBatch()) return null; // and nobody had time to be restrained
        throw new IllegalStateException("restraints not looked up");
    }

    /** Changes that raise the policy version wait to be stored: who stands first may be another by then. */
    boolean isShifted() {
        RoomState before = committed == null ? state : committed.state;
        return state != null && (before == null || before.policy() != state.policy());
    }

    boolean knowsSenior(String beside) {
        return committed == null ? seniors.containsKey(beside) : !isShifted() && committed.knowsSenior(beside);
    }

    /** Who stands first when {@code beside} is left out, or null. It must be {@linkplain #knowsSenior known}. */
    @Nullable MemberRow senior(String beside) {
        if (committed != null && !isShifted()) return committed.senior(beside);
        Optional<MemberRow> row = seniors.get(beside);
        if (row == null) throw new IllegalStateException("senior not looked up");
        return row.orElse(null);
    }

    /** What is known of its messages. */
    KnownMessages messages() {
        return messages;
    }

    /** When users last said something in slow mode. */
    KnownSpeakers speakers() {
        return speakers;
    }

    /** The message, or null if it is not kept. It must be {@linkplain #knows known}. */
    @Nullable Message message(long seq) {
        return messages.message(seq);
    }

    /** The room, or null if there is none. */
    @Nullable RoomState state() {
        return state;
    }

    /** The room, where the caller knows that there is one. */
    RoomState existing() {
        if (state == null) throw new IllegalStateException("no room");
        return state;
    }

    /** The member, or null if the user is none; also one who attends. The user must be {@linkplain #knows known}. */
    @Nullable MemberRow member(String user) {
        MemberRow row = stored(user);
        return row != null ? row : attendees.row(user, restraints.of(user));
    }

    /** As {@link #member}, but for those who attend: what the storage has. */
    @Nullable MemberRow stored(String user) {
        Optional<MemberRow> row = members.of(user);
        if (row == null && isKnownToAttend(user)) return null;
        if (row == null) {
            // Of a room that this batch makes nobody is a member but whom it admits.
            if (state == null || isOfThisBatch()) return null;
            throw new IllegalStateException("user not looked up");
        }
        return row.orElse(null);
    }

    private boolean isOfThisBatch() {
        return (committed == null ? state : committed.state) == null;
    }

    Guard guard() {
        return state == null ? new Guard.Absent() : new Guard.At(state.epoch(), state.policy());
    }

    /** Takes what the storage answered. Only while nothing of this room is being appended. */
    void learn(Optional<RoomState> read) {
        state = read.orElse(null);
        known = true;
    }

    void learn(String user, Optional<MemberRow> read) {
        members.learn(user, read);
    }

    void learnRestraints(String user, List<Restraint> read) {
        restraints.learn(user, read);
    }

    void learnSenior(String beside, Optional<MemberRow> read) {
        if (seniors.size() >= MAX_SENIORS) seniors.clear();
        seniors.put(beside, read);
    }

    /**
     * Forgets that something is not there. What exists is guarded by versions when it is used; what does not may have
     * come into being on another node, and anybody can make us look up any number of it.
     */
    void forgetAbsent() {
        if (state == null) forget();
        else {
            long policy = state.policy();
            members.forgetAbsent(user -> {
                List<Restraint> held = restraints.of(user);
                if (held != null) attendees.learn(user, policy, held);
            });
            restraints.forgetAbsent();
        }
    }

    /** Forgets everything: the storage knows better. */
    void forget() {
        known = false;
        state = null;
        messages.forget();
        forgetUsers();
    }

    /** Forgets who may do what; the room and what is in flight stand. */
    void forgetUsers() {
        members.clear();
        restraints.clear();
        seniors.clear();
    }

    /** What the storage will answer if nothing comes between. */
    Outcome.Stored predict(Entry entry) {
        RoomState now = state;
        long rev = now == null ? 0 : now.rev();
        long seq = now == null ? 0 : now.seq();
        boolean posts = postOf(entry) != null;
        long events = entry.events().size() + (posts ? 1 : 0);
        return new Outcome.Stored(rev + 1, rev + events, seq + (posts ? 1 : 0), entry.at());
    }

    /** Makes the entry's changes, as the storage made them. */
    void apply(Entry entry, Outcome.Stored stored, @Nullable Message posted) {
        boolean policy = false;
        for (Change change : entry.changes()) {
            policy |= change.policy();
            apply(change, stored);
        }
        if (policy) seniors.clear();
        entry.events().forEach(attendees::apply);
        RoomState now = existing();
        state = new RoomState(
                now.row(),
                now.epoch(),
                stored.lastRev(),
                stored.seq(),
                stored.at(),
                now.policy() + (policy ? 1 : 0),
                now.members(),
                posted == null ? now.last() : posted);
    }

    private void apply(Change change, Outcome.Stored stored) {
        if (change.post() != null) {
            messages.posted(stored.seq());
            messages.keepNewest(existing().row().settings().keep(), stored.seq());
        }
        if (change instanceof Change.PutRoom put) {
            RoomState now = state;
            state = now == null
                    ? new RoomState(put.room(), put.epoch(), 0, 0, stored.at(), 0, 0, null)
                    : new RoomState(
                            put.room(),
                            now.epoch(),
                            now.rev(),
                            now.seq(),
                            now.at(),
                            now.policy(),
                            now.members(),
                            now.last());
            messages.keepNewest(put.room().settings().keep(), state.seq());
        } else if (change instanceof Change.Admit admit) {
            admit(admit.member().joinedAt(existing().seq()));
        } else if (change instanceof Change.Settle settle) {
            admit(settle.member().within(existing().seq()));
        } else if (change instanceof Change.Promote promote) {
            String user = promote.member().user();
            Optional<MemberRow> row = members.of(user);
            // One that was not looked up succeeds an owner, and its row was read for that.
            MemberRow before = row == null ? promote.member() : row.orElse(null);
            if (before != null) learn(user, Optional.of(before.changedTo(promote.member())));
        } else if (change instanceof Change.Dismiss dismiss) {
            if (!isMember(dismiss.user())) return;
            learn(dismiss.user(), Optional.empty());
            learnRestraints(dismiss.user(), List.of()); // what there was ended with the admission
            countMembers(-1);
        } else if (change instanceof Change.Restrain restrain) {
            Restraint held = restrain.restraint();
            restraints.replace(held.user(), held.kind(), held);
        } else if (change instanceof Change.Release release) {
            restraints.replace(release.user(), release.kind(), null);
        } else if (change instanceof Change.Post post) {
            mark(post.sender(), stored.seq(), 0);
            if (existing().row().settings().slowMs() > 0) speakers.spoke(post.sender(), stored.at());
        } else if (change instanceof Change.Mark mark) {
            mark(mark.user(), mark.read(), mark.delivered());
        } else if (change instanceof Change.Prefer prefer) {
            prefer(prefer, stored.seq());
        } else if (change instanceof Change.Unname unname) {
            Optional<MemberRow> row = members.of(unname.user());
            if (row != null && row.isPresent())
                learn(unname.user(), Optional.of(row.get().named(unname.user())));
        } else if (change instanceof Change.Trim trim) {
            trim(trim.firstSeq());
        } else {
            Message changed = messages.apply(change, stored);
            if (changed != null) noteLast(changed);
        }
    }

    private void admit(MemberRow member) {
        if (isMember(member.user())) return;
        learn(member.user(), Optional.of(member));
        countMembers(1);
    }

    private void noteLast(Message after) {
        Message last = existing().last();
        if (last != null && last.seq() == after.seq()) state = existing().withLast(after);
    }

    private void trim(long firstSeq) {
        messages.trim(firstSeq);
        Message last = existing().last();
        if (last != null && last.seq() < firstSeq) state = existing().withLast(null);
    }

    private boolean isMember(String user) {
        Optional<MemberRow> row = members.of(user);
        return row != null && row.isPresent();
    }

    private void prefer(Change.Prefer prefer, long seq) {
        MemberRow row = stored(prefer.user());
        if (row != null) {
            learn(row.user(), Optional.of(row.preferring(row.preferences().with(prefer.patch(), seq))));
        }
    }

    private void mark(String user, long read, long delivered) {
        Optional<MemberRow> row = members.of(user);
        if (row != null && row.isPresent()) learn(user, Optional.of(row.get().marked(read, delivered)));
    }

    private void countMembers(int more) {
        RoomState now = existing();
        state = new RoomState(
                now.row(), now.epoch(), now.rev(), now.seq(), now.at(), now.policy(), now.members() + more, now.last());
    }

    /** The entry's post, if it has one. */
    static Change.@Nullable Post postOf(Entry entry) {
        for (Change change : entry.changes()) {
            Change.Post post = change.post();
            if (post != null) return post;
        }
        return null;
    }
}
