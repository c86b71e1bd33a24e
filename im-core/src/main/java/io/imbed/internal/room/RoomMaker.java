package io.imbed.internal.room;

import io.imbed.NewRoom;
import io.imbed.hook.Attempt;
import io.imbed.hook.BeforeCreateRoom;
import io.imbed.hook.Occurrence;
import io.imbed.hook.RoomCreated;
import io.imbed.internal.hook.Hooks;
import io.imbed.internal.hook.HostCode;
import io.imbed.internal.room.CreateCommand.Founder;
import io.imbed.internal.room.CreateCommand.Repeat;
import io.imbed.internal.room.RoomService.Actor;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Event;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.UserView;
import io.imbed.spi.AccessPolicy.Access;
import io.imbed.spi.AccessPolicy.Operation;
import io.imbed.spi.Environment;
import io.imbed.spi.RoomRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes rooms. Ids of groups and direct rooms are made here, under prefixes that no client may wish for, so that wishing
 * tells nothing about what exists; those made from a creator and its cid make a retry find the same room.
 *
 * <p>Threads: any.
 */
public final class RoomMaker {
    private static final String DIRECT = "d.";
    private static final String GROUP = "g.";
    private static final String CHANNEL = "c.";
    private static final String LIVE = "l.";

    private final Lanes lanes;
    private final Hooks hooks;
    private final HostCode host;
    private final Memberships memberships;
    private final Environment env;
    private final Map<RoomKind, RoomSettings> presets;

    /** @param presets of kinds whose rooms are to be other than {@link RoomSettings#preset} says */
    public RoomMaker(
            Lanes lanes,
            Hooks hooks,
            HostCode host,
            Memberships memberships,
            Environment env,
            Map<RoomKind, RoomSettings> presets) {
        this.presets = presets;
        this.lanes = lanes;
        this.hooks = hooks;
        this.host = host;
        this.memberships = memberships;
        this.env = env;
    }

    /** A room to be made, with everything settled but the names of its first members. */
    private record Plan(NewRoom room, String id, @Nullable String with, Repeat repeat) {}

    /** Makes the room that a client asks for; answers its id. */
    public CompletionStage<String> make(Actor actor, Request.RoomCreate request) {
        return make(actor, plan(actor, request));
    }

    private Plan plan(Actor actor, Request.RoomCreate request) {
        String user = actor.user();
        request.members().forEach(member -> requireUser("members", member));
        if (request.kind() == RoomKind.DIRECT) {
            String peer = request.user();
            if (peer == null || peer.equals(user)) {
                throw new RefusedException(ErrorCode.BAD_REQUEST, "user must be the other one of a DIRECT room");
            }
            requireUser("user", peer);
            return direct(NewRoom.direct(user, peer));
        }
        String wished = request.room();
        if (wished != null && isReserved(wished)) {
            throw new RefusedException(
                    ErrorCode.BAD_REQUEST, "room ids that begin with d. g. c. l. or ~ are made by the server");
        }
        NewRoom room =
                new NewRoom(request.kind(), wished, request.title(), user, request.members(), request.settings());
        if (wished != null) return new Plan(room, wished, null, Repeat.SAME_MAKER);
        String prefix = prefix(request.kind());
        String cid = request.cid();
        String id = prefix + (cid == null ? RandomIds.next(env.random()) : Digests.of(user, cid));
        return new Plan(room, id, null, Repeat.SAME_ID);
    }

    private static void requireUser(String field, String user) {
        if (user.startsWith("~")) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, field + ": ids that begin with ~ are no users'");
        }
    }

    private static boolean isReserved(String id) {
        return Stream.of(DIRECT, GROUP, CHANNEL, LIVE, "~").anyMatch(id::startsWith);
    }

    private static String prefix(RoomKind kind) {
        return switch (kind) {
            case DIRECT -> DIRECT;
            case GROUP -> GROUP;
            case CHANNEL -> CHANNEL;
            case LIVE -> LIVE;
        };
    }

    /** Makes the room that the host asks for; answers its id. */
    public CompletionStage<String> make(Actor actor, NewRoom room) {
        if (room.kind() == RoomKind.DIRECT) return make(actor, direct(room));
        String given = room.id();
        String id = given == null ? prefix(room.kind()) + RandomIds.next(env.random()) : given;
        return make(actor, new Plan(room, id, null, Repeat.SAME_MAKER));
    }

    /** One id per pair, whoever opens it first. */
    private static Plan direct(NewRoom room) {
        String user = owner(room);
        String peer = room.members().get(0);
        return new Plan(room, directId(user, peer), peer, Repeat.SAME_ID);
    }

    /** The id of two users' direct room, whether there is one or not. */
    public static String directId(String user, String other) {
        return DIRECT + (user.compareTo(other) < 0 ? Digests.of(user, other) : Digests.of(other, user));
    }

    private static String owner(NewRoom room) {
        String owner = room.owner();
        return owner == null ? Event.SYSTEM : owner;
    }

    private CompletionStage<String> make(Actor actor, Plan plan) {
        return permit(actor, plan)
                .thenCompose(ok -> hooks.ask(
                        BeforeCreateRoom.class,
                        new Attempt.CreateRoom(plan.room(), actor.user(), plan.with(), actor.origin()),
                        BeforeCreateRoom::beforeCreateRoom))
                .thenCompose(ok -> host.existing(others(actor, plan)))
                .thenCompose(names -> submit(actor, plan, names));
    }

    /** Whom one may not invite one may not get into a room by making it either. */
    private CompletionStage<Void> permit(Actor actor, Plan plan) {
        if (!actor.isClient() || !host.narrows()) return CompletableFuture.completedFuture(null);
        RoomKind kind = plan.room().kind();
        CompletionStage<Void> permitted = host.permit(
                new Access(actor.identity(), Operation.CREATE, null, kind, plan.with()),
                () -> new RefusedException(ErrorCode.FORBIDDEN, "not allowed to make this " + kind));
        if (kind == RoomKind.DIRECT) return permitted;
        for (String member : others(actor, plan)) {
            permitted = permitted.thenCompose(ok -> host.permit(
                    new Access(actor.identity(), Operation.INVITE, null, kind, member),
                    () -> new RefusedException(ErrorCode.FORBIDDEN, "not allowed to invite " + member)));
        }
        return permitted;
    }

    private static Set<String> others(Actor actor, Plan plan) {
        Set<String> users = new LinkedHashSet<>(plan.room().members());
        String owner = plan.room().owner();
        if (owner != null) users.add(owner);
        users.remove(actor.user());
        return users;
    }

    private CompletionStage<String> submit(Actor actor, Plan plan, Map<String, UserView> names) {
        NewRoom room = plan.room();
        List<Founder> founders = new ArrayList<>();
        String owner = room.owner();
        boolean direct = room.kind() == RoomKind.DIRECT;
        if (owner != null) founders.add(new Founder(name(actor, owner, names), direct ? Role.MEMBER : Role.OWNER));
        for (String member : new LinkedHashSet<>(room.members())) {
            if (!member.equals(owner)) founders.add(new Founder(name(actor, member, names), Role.MEMBER));
        }
        RoomSettings settings = settings(room);
        RefusedException no = Rules.settings(room.kind(), settings);
        if (no == null) no = Rules.crowd(plan.id(), settings, founders.size());
        if (no != null) return CompletableFuture.failedFuture(no);
        RoomRow row = new RoomRow(
                plan.id(),
                room.kind(),
                room.title(),
                owner(room),
                plan.with(),
                env.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                settings);
        CreateCommand command = new CreateCommand(row, RandomIds.next(env.random()), founders, plan.repeat());
        return lanes.submit(plan.id(), command).thenApply(made -> {
            if (made) tell(row, founders);
            return plan.id();
        });
    }

    /** The row of a room from elsewhere: as {@link #make(Actor, NewRoom)} would make it, at its own time. */
    RoomRow rowOfImport(NewRoom room, Instant createdAt) {
        boolean direct = room.kind() == RoomKind.DIRECT;
        String id = direct ? direct(room).id() : room.id();
        if (id == null) throw new IllegalArgumentException("an imported room needs its id, or every try makes another");
        if (!direct && !room.members().isEmpty()) {
            throw new IllegalArgumentException("members of an imported room come by Imports.members");
        }
        RoomSettings settings = settings(room);
        RefusedException no = Rules.settings(room.kind(), settings);
        if (no != null) throw no;
        String with = direct ? room.members().get(0) : null;
        return new RoomRow(id, room.kind(), room.title(), owner(room), with, createdAt, settings);
    }

    private RoomSettings settings(NewRoom room) {
        return presets.getOrDefault(room.kind(), RoomSettings.preset(room.kind()))
                .with(room.settings());
    }

    private static UserView name(Actor actor, String user, Map<String, UserView> names) {
        UserView found = names.get(user);
        return found == null ? actor.identity().view() : found;
    }

    private void tell(RoomRow row, List<Founder> founders) {
        hooks.tell(
                RoomCreated.class,
                new Occurrence.Room(row.id(), row.kind(), row.createdBy()),
                RoomCreated::roomCreated);
        founders.forEach(each -> memberships.tellJoined(row.id(), each.user().id(), row.createdBy()));
    }
}
