package io.imbed.internal.room;

import io.imbed.internal.LogLine;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.EventBody;
import io.imbed.protocol.Message;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.spi.Change;
import io.imbed.spi.Entry;
import io.imbed.spi.EventSlice;
import io.imbed.spi.MemberRow;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.RoomStore;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One room on this node: what is known of it, the commands that wait, its delivery and followers.
 *
 * <p>Threads: the room's lane.
 */
public final class LiveRoom {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoom.class);

    private final String id;
    private final Lane lane;
    private final Attendance attendance = new Attendance(this);
    private final RoomModel model = new RoomModel(attendance);
    private final Followers followers;
    private final Delivery delivery;
    private final Glances glances = new Glances(this);
    private final SendIntake sends = new SendIntake(this);
    private final RoomLoader loader;
    private final CommandQueue commands;
    private final Typists typists = new Typists(this);
    private final Receipts receipts = new Receipts(this);
    private final OtherNodes others;
    private boolean live;
    private History history = History.JOINED; // until it is known

    LiveRoom(String id, Lane lane) {
        this.id = id;
        this.lane = lane;
        this.followers = new Followers(
                lane.context().encoder(),
                (follower, rev) -> delivery().catchUp().lag(follower, rev),
                attendance);
        this.delivery = new Delivery(this);
        this.loader = new RoomLoader(id, lane, model, this::loaded);
        this.commands = new CommandQueue(this, loader);
        this.others = new OtherNodes(this, loader);
    }

    public String id() {
        return id;
    }

    Lane lane() {
        return lane;
    }

    RoomModel model() {
        return model;
    }

    Followers followers() {
        return followers;
    }

    Delivery delivery() {
        return delivery;
    }

    Attendance attendance() {
        return attendance;
    }

    /** Whether it is of the kind LIVE, as far as it was ever known. */
    boolean isLive() {
        RoomState state = model.state();
        if (state != null) live = state.row().kind() == RoomKind.LIVE;
        return live;
    }

    Receipts receipts() {
        return receipts;
    }

    Typists typists() {
        return typists;
    }

    OtherNodes others() {
        return others;
    }

    /** What is asked of it. */
    public Glances glances() {
        return glances;
    }

    /** Where messages come in. */
    public SendIntake sends() {
        return sends;
    }

    /** Nobody would miss it; the storage has all of it. */
    boolean isIdle() {
        return commands.isIdle() && !loader.isBusy() && followers.isEmpty() && delivery.isIdle() && sends.isIdle();
    }

    void dropCaches() {
        delivery.dropCaches();
    }

    /** The lane lets go of it. */
    void close() {
        dropCaches();
        typists.clear();
    }

    // ---- What is known

    /** As {@link RoomLoader#whenKnown}; what need not be remembered is forgotten again afterwards. */
    void ask(Needs needs, Runnable ready, Consumer<Throwable> failed) {
        loader.whenKnown(
                needs,
                () -> {
                    ready.run();
                    tidy();
                },
                failed);
    }

    /** Not while members are read: that one has just been removed is what tells an outdated answer. */
    void tidy() {
        if (!commands.isIdle() || loader.isBusy()) return;
        model.forgetAbsent();
        model.messages().forget();
    }

    /** Something may have been stored that this node does not know of: reads the room, and delivers what it missed. */
    void refresh() {
        if (!model.isKnown()) ask(Needs.ROOM, () -> {}, error -> lane.later(Lane.RETRY, this::refresh));
    }

    private void loaded(Optional<RoomState> room) {
        if (room.isPresent()) {
            delivery.reach(room.get().head());
            delivery.flush();
        } else {
            ended();
        }
    }

    /** The room is no more: whoever follows it gets what came before, and is told. */
    private void ended() {
        delivery.flush();
        for (Follower each : followers.all()) {
            followers.remove(each);
            followers.tell(each.subscriber(), new ServerFrame.RoomGone(id));
        }
        typists.clear();
        sends.forgetAll();
        delivery.end();
    }

    /** How far back the follower may see, by the settings that the room had when it was last known. */
    Horizon horizon(Follower follower) {
        return Horizon.of(history(), follower.joinedSeq());
    }

    /** How much of its history members see, by the settings that it had when it was last known. */
    History history() {
        RoomState state = model.state();
        if (state != null) history = state.row().settings().history();
        return history;
    }

    /** Tells everyone else who follows of a mark that has moved, unless the room is too large or without receipts. */
    void signalOthers(MarkSignal frame) {
        RoomState state = model.state();
        if (state == null || !state.row().settings().receipts() || !isSmallEnoughForSignals(state)) return;
        followers.signal(frame, each -> !each.user().equals(frame.user()));
    }

    /** Whether it has so few who look on that signals about each of them are told. */
    boolean isSmallEnoughForSignals(RoomState state) {
        LaneContext context = lane.context();
        return context.headcounts().of(state) <= context.limits().pages().signalMembers();
    }

    /** Reads a page of the room's log; the answer comes on the lane. */
    void readEvents(Cursor after, Consumer<EventSlice> ok, Runnable again) {
        var pages = lane.context().limits().pages();
        lane.read(
                () -> lane.context().storage().log().events(id, after, pages.catchUpEvents(), pages.bytes()),
                ok,
                error -> {
                    LogLine.ofRoom(LOG.atWarn().setCause(error), id, "events cannot be read yet");
                    lane.later(Lane.RETRY, again);
                });
    }

    // ---- Commands

    /** Those that wait. */
    CommandQueue commands() {
        return commands;
    }

    /** Submits a command. Commands of one room are decided in the order of these calls. */
    public void submit(Command<?> command) {
        lane.submit(this, command);
    }

    /** As precise as the wire, so that the log and what clients were told are the same. */
    Instant now() {
        return lane.context().env().clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Lets a session follow from a cursor, of whose goodness it is told. */
    public void follow(Subscriber subscriber, Cursor from) {
        delivery.catchUp().follow(subscriber, from);
    }

    /** As {@link #follow(Subscriber, Cursor)}, for a member just read: it is not read again if nothing has changed. */
    public void follow(Subscriber subscriber, Cursor from, RoomStore.Seat seat) {
        CatchUp catchUp = delivery.catchUp();
        catchUp.expect(subscriber, from);
        loader.whenKnown(
                Needs.ROOM,
                () -> {
                    RoomState now = model.state();
                    boolean same = now != null
                            && now.epoch().equals(seat.room().epoch())
                            && now.policy() == seat.room().policy();
                    if (same && !model.knowsMember(subscriber.user())) {
                        model.learn(subscriber.user(), Optional.of(seat.member()));
                    }
                    catchUp.seatWhenKnown(subscriber);
                },
                error -> catchUp.seatWhenKnown(subscriber));
    }

    /** Tells a session whose user was found to be no member that the room is gone for it, unless it was admitted since. */
    public void deny(Subscriber subscriber) {
        if (!delivery.catchUp().isFollowing(subscriber)) followers.tell(subscriber, new ServerFrame.RoomGone(id));
    }

    /** A session's user is, or may be, a member unnoticed: it gains the room, unless it follows already. */
    public void regain(Subscriber subscriber) {
        if (!delivery.catchUp().isFollowing(subscriber)) delivery.catchUp().admit(subscriber);
    }

    /** As {@link #follow(Subscriber, Cursor, RoomStore.Seat)} from where the room was read, unless it follows already. */
    public void followOnce(Subscriber subscriber, RoomStore.Seat seat) {
        if (!delivery.catchUp().isFollowing(subscriber))
            follow(subscriber, seat.room().head(), seat);
    }

    /** Somebody types, or has stopped; those who look on get a signal, if it is a member. */
    public void typing(Subscriber subscriber, boolean on) {
        // Looked up for this request; whoever was removed since is forgotten already.
        MemberRow member = model.knowsMember(subscriber.user()) ? model.member(subscriber.user()) : null;
        if (member != null && !member.isMuted(now())) typists.say(subscriber, on);
    }

    /** Calls {@code bell} on the lane after each delivery, and once when it begins. */
    public void addBell(Runnable bell) {
        delivery.addBell(bell);
        bell.run();
    }

    public void removeBell(Runnable bell) {
        delivery.removeBell(bell);
    }

    /** The entry's message was stored before, by whomever. */
    void duplicate(Command<?> command, Outcome.Duplicate first) {
        command.duplicate(first);
        delivery.reach(new Cursor(model.existing().epoch(), first.message().rev()));
    }

    /** The storage has the entry: takes over its changes, answers, and hands its events to the delivery. */
    void committed(Entry entry, Outcome.Stored stored, Command<?> command) {
        if (entry.drops()) {
            command.stored(this, stored, null);
            ended();
            model.forget();
            return;
        }
        Message posted = posted(entry, stored);
        model.apply(entry, stored, posted);
        entry.changes().forEach(this::wiped);
        if (posted != null) typists.posted(posted.sender());
        command.stored(this, stored, posted);
        RoomState state = model.existing();
        if (!delivery.isIn(state.epoch())) delivery.begin(new Cursor(state.epoch(), stored.firstRev() - 1));
        long rev = stored.firstRev();
        if (posted != null) delivery.offer(event(state, rev++, stored, entry.by(), new EventBody.Posted(posted)));
        for (EventBody body : entry.events()) {
            delivery.offer(event(state, rev++, stored, entry.by(), filled(body)));
        }
    }

    /** What is no longer in the log is not remembered either. */
    private void wiped(Change change) {
        if (change instanceof Change.Unname) dropCaches();
        if (!(change instanceof Change.Trim trim)) return;
        sends.forgetAll(); // ids are free again: whether a repeat is one, the storage knows
        delivery.trim(trim);
    }

    /** With the content that the entry leaves out. */
    private EventBody filled(EventBody body) {
        if (!(body instanceof EventBody.Edited edited)) return body;
        return EventBody.Edited.of(edited.seq(), model.message(edited.seq()));
    }

    private Event event(RoomState state, long rev, Outcome.Stored stored, String by, EventBody body) {
        return new Event(id, state.epoch(), rev, stored.at(), by, body);
    }

    private @Nullable Message posted(Entry entry, Outcome.Stored stored) {
        for (Change change : entry.changes()) {
            Change.Post post = change.post();
            if (post == null) continue;
            Message message = message(post, stored);
            return change instanceof Change.Import imported ? imported.of(message) : message;
        }
        return null;
    }

    private Message message(Change.Post post, Outcome.Stored stored) {
        return new Message(
                id,
                stored.seq(),
                stored.firstRev(),
                post.cid(),
                post.sender(),
                post.senderName(),
                stored.at(),
                post.content(),
                post.replyTo(),
                post.mentions(),
                post.meta(),
                null);
    }
}
