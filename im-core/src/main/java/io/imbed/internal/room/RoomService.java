package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.Limits;
import io.imbed.Origin;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Delivered;
import io.imbed.hook.MessageSent;
import io.imbed.hook.Occurrence;
import io.imbed.hook.Read;
import io.imbed.internal.Reading;
import io.imbed.internal.hook.Contents;
import io.imbed.internal.hook.Hooks;
import io.imbed.internal.hook.HostCode;
import io.imbed.internal.presence.Absentees;
import io.imbed.internal.room.Glances.Standing;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Message;
import io.imbed.protocol.OwnSettings;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.spi.AccessPolicy.Access;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Change;
import io.imbed.spi.MemberRow;
import io.imbed.spi.RoomState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What can be done in a room, for clients and for the host alike: rules, policy and hooks in their order, then the lane.
 * Nothing here blocks. Threads: any; results complete on lanes, hook threads or the storage's.
 */
public final class RoomService {
    private final Lanes lanes;
    private final Hooks hooks;
    private final HostCode host;
    private final DraftRules drafts;
    private final Contents contents;
    private final Absentees absentees;

    public RoomService(Lanes lanes, Hooks hooks, HostCode host, Limits limits, Absentees absentees, Contents contents) {
        this.contents = contents;
        this.absentees = absentees;
        this.lanes = lanes;
        this.hooks = hooks;
        this.host = host;
        this.drafts = new DraftRules(limits);
    }

    /** Who acts. The host is asked for neither membership nor policy. */
    public record Actor(Identity identity, Origin origin) {
        boolean isClient() {
            return origin == Origin.CLIENT;
        }

        String user() {
            return identity.id();
        }

        /** Whose membership matters. */
        Set<String> alone() {
            return isClient() ? Set.of(user()) : Set.of();
        }

        /** Whose membership matters when it does something to this user. */
        Set<String> with(String other) {
            return isClient() && !other.equals(user()) ? Set.of(user(), other) : Set.of(other);
        }
    }

    /**
     * Something on its way.
     *
     * @param admitted completes once it has its place in the room's queue: what is submitted after comes behind it
     */
    public record Submission<R>(CompletableFuture<?> admitted, CompletableFuture<R> result) {
        public static <R> Submission<R> of(CompletableFuture<R> result) {
            return new Submission<>(result.handle((value, error) -> value), result);
        }
    }

    // ---- Messages

    /** What is wrong with a draft whatever room it is for: {@link RefusedException}. */
    public void check(Draft draft) {
        drafts.check(draft);
    }

    /** @param askHooks whether before-hooks are asked */
    public Submission<Result.Sent> send(Actor actor, String room, String cid, Draft draft, boolean askHooks) {
        return send(actor, room, cid, draft, askHooks, List.of());
    }

    /** @param beside what is stored with the message, in the same step */
    public Submission<Result.Sent> send(
            Actor actor, String room, String cid, Draft draft, boolean askHooks, List<Change> beside) {
        drafts.check(draft);
        BiConsumer<Message, RoomState> tell = (message, state) -> {
            hooks.tell(
                    MessageSent.class,
                    new Occurrence.Sent(message, state.row().kind(), actor.origin()),
                    MessageSent::messageSent);
            absentees.sent(message, state);
        };
        SendCommand command = new SendCommand(
                room, actor.identity().view(), actor.isClient(), cid, Digests.of(draft), draft, beside, tell);
        boolean hooked = askHooks && hooks.has(BeforeSend.class);
        boolean narrowed = actor.isClient() && host.narrows();
        boolean looked = contents.areLookedAt(draft.content());
        SendIntake.Gate gate =
                hooked || narrowed || looked ? (state, current) -> gate(actor, state, cid, current, hooked) : null;
        CompletableFuture<Void> admitted = new CompletableFuture<>();
        lanes.with(room, live -> live.sends().send(command, gate, () -> admitted.complete(null)));
        // Without a gate its place in the lane's queue is its place in the room.
        return new Submission<>(gate == null ? CompletableFuture.completedFuture(null) : admitted, command.result());
    }

    private CompletionStage<Draft> gate(Actor actor, RoomState state, String cid, Draft draft, boolean hooked) {
        CompletionStage<Void> permitted = permit(actor, Operation.SEND, state);
        CompletionStage<Void> valid = permitted.thenCompose(ok -> contents.check(draft.content()));
        if (!hooked) return valid.thenApply(ok -> draft);
        Attempt.Send attempt =
                new Attempt.Send(state.row().id(), state.row().kind(), actor.identity(), cid, draft, actor.origin());
        return valid.thenCompose(ok -> hooks.askReplacing(
                        BeforeSend.class,
                        attempt,
                        BeforeSend::beforeSend,
                        (current, replace) -> new Attempt.Send(
                                current.room(),
                                current.kind(),
                                current.sender(),
                                current.cid(),
                                replace.draft(),
                                current.origin())))
                .thenCompose(passed -> made(draft, passed.draft()));
    }

    /** What hooks made of a draft is looked at again, and its content by the host's validator if it is another. */
    CompletionStage<Draft> made(Draft before, Draft after) {
        if (after == before) return CompletableFuture.completedFuture(after);
        drafts.check(after);
        boolean same = after.content().equals(before.content());
        return (same ? passed() : contents.check(after.content())).thenApply(ok -> after);
    }

    /** What the host's policy says of an operation in a room whose member the actor is. */
    public CompletionStage<Void> permit(Actor actor, Operation operation, RoomState state) {
        return permit(actor, operation, state, state.row().peerOf(actor.user()).orElse(null));
    }

    /** @param peer whom it is done to */
    CompletionStage<Void> permit(Actor actor, Operation operation, RoomState state, @Nullable String peer) {
        if (!actor.isClient() || !host.narrows()) return passed();
        return host.permit(
                new Access(
                        actor.identity(),
                        operation,
                        state.row().id(),
                        state.row().kind(),
                        peer),
                () -> new RefusedException(
                        ErrorCode.FORBIDDEN,
                        "not allowed in room " + state.row().id()));
    }

    // ---- Marks

    /** @see MarkCommand */
    public CompletableFuture<Boolean> mark(Actor actor, String room, long read, long delivered) {
        return permitted(actor, room, Operation.MARK)
                .thenCompose(state -> move(room, actor.user(), read, delivered))
                .toCompletableFuture();
    }

    /** The same in a member's name, by the host. */
    public CompletionStage<Boolean> markFor(String room, String user, long read, long delivered) {
        return standing(room, user).thenCompose(standing -> {
            if (standing.room() == null) throw Rules.noRoom(room);
            if (standing.member() == null) throw Rules.noTarget(room, user);
            return move(room, user, read, delivered);
        });
    }

    private CompletableFuture<Boolean> move(String room, String user, long read, long delivered) {
        return lanes.submit(
                room,
                new MarkCommand(
                        room,
                        user,
                        read,
                        delivered,
                        (kind, seq) -> tellMoved(kind, new Occurrence.Mark(room, user, seq))));
    }

    /** Changes the user's own settings of a room. Answers whether they were others before. */
    public Submission<Boolean> prefer(String room, String user, OwnSettings.Patch patch) {
        return new Submission<>(
                passed().toCompletableFuture(),
                lanes.submit(room, new PreferCommand(room, user, patch, lanes.areShared())));
    }

    /** The same for the host; NOT_FOUND if the user is no member. */
    public CompletionStage<Boolean> preferFor(String room, String user, OwnSettings.Patch patch) {
        return standing(room, user).thenCompose(standing -> {
            if (standing.room() == null) throw Rules.noRoom(room);
            if (standing.member() == null) throw Rules.noTarget(room, user);
            return prefer(room, user, patch).result();
        });
    }

    private void tellMoved(MarkSignal.Kind kind, Occurrence.Mark mark) {
        if (kind == MarkSignal.Kind.READ) hooks.tell(Read.class, mark, Read::read);
        else hooks.tell(Delivered.class, mark, Delivered::delivered);
    }

    static CompletionStage<Void> passed() {
        return CompletableFuture.completedFuture(null);
    }

    // ---- Reads

    CompletableFuture<Standing> standing(String room, String user) {
        CompletableFuture<Standing> answer = new CompletableFuture<>();
        lanes.with(room, live -> live.glances().standing(user, answer, Function.identity()));
        return answer;
    }

    /** Whether the user is a member now. Answers on the lane: before what changes that is told to the user's sessions. */
    public CompletionStage<Boolean> isMember(String room, String user) {
        return standing(room, user).thenApply(standing -> standing.member() != null);
    }

    /** The room and an attendee of it, if it is LIVE and the user attends; as the lane knows them. */
    public CompletionStage<Optional<Attending>> attendance(String room, String user) {
        return standing(room, user).thenApply(standing -> {
            RoomState state = standing.room();
            MemberRow member = standing.member();
            if (state == null || member == null || state.row().kind() != RoomKind.LIVE) return Optional.empty();
            return Optional.of(new Attending(state, member));
        });
    }

    /** A LIVE room, and a member of it that is not stored. */
    public record Attending(RoomState room, MemberRow member) {}

    /** Lets a member's session follow. Answers on the lane, once it does: false if the user is no member now. */
    public CompletionStage<Boolean> follow(Subscriber subscriber, String room, Cursor from) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        lanes.with(
                room,
                live -> live.glances().standing(subscriber.user(), answer, standing -> {
                    if (standing.member() == null) return false;
                    live.follow(subscriber, from);
                    return true;
                }));
        return answer;
    }

    /** The room, if the actor is a member. */
    CompletionStage<RoomState> memberOf(Actor actor, String room) {
        return standing(room, actor.user()).thenApply(standing -> member(room, standing, Operation.READ));
    }

    /** The room, if the actor is a member and the host's policy has nothing against the operation. */
    public CompletionStage<RoomState> permitted(Actor actor, String room, Operation operation) {
        return cleared(actor, room, operation).thenApply(standing -> member(room, standing, operation));
    }

    /** Where the actor stands, if it is a member and the host's policy has nothing against the operation. */
    private CompletionStage<Standing> cleared(Actor actor, String room, Operation operation) {
        return standing(room, actor.user())
                .thenCompose(standing -> permit(actor, operation, member(room, standing, operation))
                        .thenApply(ok -> standing));
    }

    /** How far back somebody may read, if it may at all. */
    private static Horizon horizon(String room, Standing standing) {
        return Horizon.of(member(room, standing, Operation.READ), standing.member());
    }

    /**
     * Reads for a member as far back as it may see.
     *
     * @param read what is read, given the horizon
     * @param seen what of it may be seen, given the horizon as it is when it was read
     */
    public <T> CompletionStage<T> readHistory(
            Actor actor, String room, Function<Horizon, CompletionStage<T>> read, BiFunction<Horizon, T, T> seen) {
        return cleared(actor, room, Operation.READ)
                .thenCompose(standing -> Reading.from(() -> read.apply(horizon(room, standing))))
                .thenCompose(answer -> standing(room, actor.user())
                        .thenApply(standing -> seen.apply(horizon(room, standing), answer)));
    }

    private static RoomState member(String room, Standing standing, Operation operation) {
        RoomState state = standing.room();
        RefusedException no = Rules.refusal(true, operation, room, state, standing.member());
        if (no == null && operation == Operation.TYPING)
            no = Rules.speech(Objects.requireNonNull(state), standing.member(), standing.now());
        if (no != null) throw no;
        return Objects.requireNonNull(state);
    }

    /** Reads for a member; whoever was cut off while the read went on gets the refusal and not the answer. */
    public <T> CompletionStage<T> readAsMember(Actor actor, String room, Supplier<CompletionStage<T>> read) {
        return readAs(actor, Operation.READ, room, read);
    }

    /** As {@link #readAsMember}, of a room as it was before the read. */
    public <T> CompletionStage<T> readAsMember(Actor actor, String room, Function<RoomState, CompletionStage<T>> read) {
        return permitted(actor, room, Operation.READ)
                .thenCompose(state -> Reading.from(() -> read.apply(state)))
                .thenCompose(answer -> memberOf(actor, room).thenApply(still -> answer));
    }

    /** As {@link #readAsMember}, for those who may do {@code operation}. */
    public <T> CompletionStage<T> readAs(
            Actor actor, Operation operation, String room, Supplier<CompletionStage<T>> read) {
        return permitted(actor, room, operation)
                .thenCompose(state -> Reading.from(read))
                .thenCompose(answer -> standing(room, actor.user()).thenApply(standing -> {
                    member(room, standing, operation);
                    return answer;
                }));
    }

    /** The room as its host sees it; NOT_FOUND if there is none. */
    public CompletionStage<RoomState> existing(String room) {
        CompletableFuture<Optional<RoomState>> state = new CompletableFuture<>();
        lanes.with(room, live -> live.glances().state(state));
        return state.thenApply(found -> found.orElseThrow(() -> Rules.noRoom(room)));
    }

    public static RefusedException noRoom(String room) {
        return Rules.noRoom(room);
    }
}
