package io.imbed.internal.room;

import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RefusedException;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.Restraint;
import io.imbed.spi.Restraint.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a user out for a time, or for good, and removes it if it is a member. */
public final class BanCommand extends Command<MemberChange> {
    private final String room;
    private final Actor actor;
    private final String user;
    private final @Nullable Long ms;
    private final @Nullable String reason;
    private boolean gone;
    private boolean cut;
    private @Nullable MemberRow heir;

    /** @param ms null for good */
    BanCommand(String room, Actor actor, String user, @Nullable Long ms, @Nullable String reason) {
        this.room = room;
        this.actor = actor;
        this.user = user;
        this.ms = ms;
        this.reason = reason;
    }

    @Override
    Set<String> users() {
        return actor.with(user);
    }

    @Override
    Set<String> restrained() {
        return Set.of(user);
    }

    @Override
    String goer() {
        return user;
    }

    @Override
    Decision<MemberChange> decide(RoomModel model, Instant now) {
        RefusedException no = Rules.refusal(actor, Operation.BAN, room, model);
        if (no != null) return Decision.refuse(no);
        MemberRow member = model.member(user);
        no = member == null ? null : Rules.onto(actor, model, member);
        if (no != null) return Decision.refuse(no);
        Instant until = Term.until(now, ms);
        Restraint held = model.restraint(user, Kind.BAN);
        if (held != null && held.until().equals(until)) return Decision.answer(MemberChange.NONE);
        gone = model.stored(user) != null;
        cut = member != null && !gone;
        heir = member == null ? null : Succession.heir(model, member);
        List<Change> changes = new ArrayList<>();
        List<EventBody> events = new ArrayList<>();
        Succession.record(heir, changes, events);
        if (member != null && gone) Departure.record(member, actor.user(), now, changes);
        changes.add(new Change.Restrain(new Restraint(room, user, Kind.BAN, actor.user(), now, until, reason)));
        events.add(new EventBody.Banned(user, Term.shown(until), reason));
        return Decision.append(new Entry(room, model.guard(), now, actor.user(), changes, events));
    }

    @Override
    void stored(LiveRoom live, Outcome.Stored stored, @Nullable Message posted) {
        answer(new MemberChange(true, gone, cut, Succession.userOf(heir)));
    }
}
