package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.Origin;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeEdit;
import io.imbed.hook.BeforeReact;
import io.imbed.hook.BeforeRecall;
import io.imbed.hook.Hook;
import io.imbed.hook.MessageEdited;
import io.imbed.hook.MessageRecalled;
import io.imbed.hook.Occurrence;
import io.imbed.hook.Reacted;
import io.imbed.internal.hook.Contents;
import io.imbed.internal.hook.Hooks;
import io.imbed.internal.hook.HostCode;
import io.imbed.internal.room.Glances.Sight;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.internal.room.RoomService.Submission;
import io.imbed.protocol.Message;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.RoomState;
import java.time.Clock;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What can be done with messages that are in the log: rules, policy and hooks in their order, then the lane. Nothing here
 * blocks. Threads: any; results complete on lanes, hook threads or the storage's.
 */
public final class MessageService {
    private final Lanes lanes;
    private final Hooks hooks;
    private final HostCode host;
    private final RoomService rooms;
    private final DraftRules drafts;
    private final Contents contents;
    private final Clock clock;

    public MessageService(
            Lanes lanes, Hooks hooks, HostCode host, RoomService rooms, Limits limits, Contents contents, Clock clock) {
        this.contents = contents;
        this.lanes = lanes;
        this.hooks = hooks;
        this.host = host;
        this.rooms = rooms;
        this.drafts = new DraftRules(limits);
        this.clock = clock;
    }

    /** Replaces content and mentions of a message. Answers whether they were others before. */
    public Submission<Boolean> edit(Actor actor, String room, long seq, Draft draft) {
        drafts.check(draft);
        EditCommand command = new EditCommand(
                room,
                actor.user(),
                actor.isClient(),
                seq,
                draft,
                (message, state) -> hooks.tell(
                        MessageEdited.class,
                        new Occurrence.Edited(message, state.row().kind(), actor.user(), actor.origin()),
                        MessageEdited::messageEdited));
        boolean hooked = isHooked(actor, BeforeEdit.class);
        boolean looked = contents.areLookedAt(draft.content());
        return submit(actor, command, room, seq, Operation.EDIT, hooked || looked, (state, message) -> {
            CompletionStage<Void> valid = contents.check(draft.content());
            if (!hooked) return valid;
            Attempt.Edit attempt =
                    new Attempt.Edit(message, state.row().kind(), actor.identity(), draft, actor.origin());
            return valid.thenCompose(ok -> hooks.askReplacing(
                            BeforeEdit.class,
                            attempt,
                            BeforeEdit::beforeEdit,
                            (current, replace) -> new Attempt.Edit(
                                    current.message(),
                                    current.kind(),
                                    current.editor(),
                                    replace.draft(),
                                    current.origin())))
                    .thenCompose(passed -> rooms.made(draft, passed.draft()))
                    .thenAccept(command::replace);
        });
    }

    /** Takes a message back. Answers whether it was there before. */
    public Submission<Boolean> recall(Actor actor, String room, long seq) {
        RecallCommand command = new RecallCommand(
                room,
                actor.user(),
                actor.isClient(),
                seq,
                (message, state) -> hooks.tell(
                        MessageRecalled.class,
                        new Occurrence.Recalled(message, state.row().kind(), actor.user(), actor.origin()),
                        MessageRecalled::messageRecalled));
        return submit(
                actor,
                command,
                room,
                seq,
                Operation.RECALL,
                isHooked(actor, BeforeRecall.class),
                (state, message) -> hooks.ask(
                        BeforeRecall.class,
                        new Attempt.Recall(message, state.row().kind(), actor.identity(), actor.origin()),
                        BeforeRecall::beforeRecall));
    }

    /** Leaves of a message its place and its sender's id; no hook is asked. Answers whether there was more. */
    public CompletableFuture<Boolean> erase(Actor host, String room, long seq) {
        return lanes.submit(
                room,
                new EraseCommand(
                        room,
                        host.user(),
                        seq,
                        (message, state) -> hooks.tell(
                                MessageRecalled.class,
                                new Occurrence.Recalled(message, state.row().kind(), host.user(), host.origin()),
                                MessageRecalled::messageRecalled)));
    }

    /** Leaves of a user no name in a room. Answers whether there is such a room. */
    public CompletableFuture<Boolean> unname(String room, String user) {
        return lanes.submit(room, new UnnameCommand(room, user));
    }

    /** Takes a reaction of the actor's back; no hook is asked. Answers whether it was there. */
    public CompletableFuture<Boolean> takeBack(Actor actor, String room, long seq, String key) {
        return lanes.submit(
                room,
                new ReactCommand(
                        room,
                        actor.user(),
                        false,
                        seq,
                        key,
                        false,
                        (message, state) -> hooks.tell(
                                Reacted.class,
                                new Occurrence.Reacted(
                                        message, state.row().kind(), actor.user(), key, false, actor.origin()),
                                Reacted::reacted)));
    }

    /** Adds a reaction of the actor's to a message, or takes it back. Answers whether that was otherwise before. */
    public Submission<Boolean> react(Actor actor, String room, long seq, String key, boolean on) {
        ReactCommand command = new ReactCommand(
                room,
                actor.user(),
                actor.isClient(),
                seq,
                key,
                on,
                (message, state) -> hooks.tell(
                        Reacted.class,
                        new Occurrence.Reacted(message, state.row().kind(), actor.user(), key, on, actor.origin()),
                        Reacted::reacted));
        return submit(
                actor,
                command,
                room,
                seq,
                Operation.REACT,
                isHooked(actor, BeforeReact.class),
                (state, message) -> hooks.ask(
                        BeforeReact.class,
                        new Attempt.React(message, state.row().kind(), actor.identity(), key, on, actor.origin()),
                        BeforeReact::beforeReact));
    }

    /** Pins a message, or unpins it. Answers whether that was otherwise before. */
    public Submission<Boolean> pin(Actor actor, String room, long seq, boolean on) {
        return submit(
                actor,
                new PinCommand(room, actor.user(), actor.isClient(), seq, on),
                room,
                seq,
                Operation.PIN,
                false,
                (state, message) -> RoomService.passed());
    }

    /** What a hook does asks no hooks: that is how loops are kept out. */
    private boolean isHooked(Actor actor, Class<? extends Hook> moment) {
        return actor.origin() != Origin.HOOK && hooks.has(moment);
    }

    /** The host's say over a change that the rules allow. */
    @FunctionalInterface
    private interface Gate {
        CompletionStage<Void> ask(RoomState room, Message message);
    }

    private Submission<Boolean> submit(
            Actor actor, MessageCommand command, String room, long seq, Operation operation, boolean asked, Gate gate) {
        if (!asked && !(actor.isClient() && host.narrows())) {
            return new Submission<>(CompletableFuture.completedFuture(null), lanes.submit(room, command));
        }
        CompletionStage<Boolean> result = sight(room, actor.user(), seq)
                .thenCompose(sight -> {
                    Message message = command.require(sight, clock.instant());
                    RoomState state = Objects.requireNonNull(sight.room());
                    return rooms.permit(actor, operation, state).thenCompose(ok -> gate.ask(state, message));
                })
                .thenCompose(ok -> lanes.submit(room, command));
        return Submission.of(result.toCompletableFuture());
    }

    private CompletionStage<Sight> sight(String room, String user, long seq) {
        CompletableFuture<Sight> answer = new CompletableFuture<>();
        lanes.with(room, live -> live.glances().sight(user, seq, answer, Function.identity()));
        return answer;
    }
}
