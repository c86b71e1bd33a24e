package io.imbed.client.simulation;

import io.imbed.client.Wire;
import io.imbed.protocol.CloseReason;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Request;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame;
import io.imbed.protocol.ServerFrame.ErrorReply;
import io.imbed.protocol.ServerFrame.Reply;
import io.imbed.testkit.PairedConnection;
import io.imbed.testkit.history.ClientHistory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sits between a client and its wire: writes down what the server promises on one connection, and slips in requests of
 * its own that the client knows nothing of. What the client makes good (gaps, repeats) shows here.
 */
final class Tap implements Wire.Connection, PairedConnection.Listener {
    /** Ids of requests that the client did not send. */
    private static final long OWN = 1_000_000;

    private final FrameCodec codec = new FrameCodec(FrameCodec.CLIENT_LIMITS);
    private final FrameCodec requests = new FrameCodec(JsonLimits.DEFAULT);
    private final PairedConnection connection;
    private final Wire.Listener client;
    private final ClientHistory wire; // of this connection alone
    private final ClientHistory api; // the requests of our own, for the view from outside
    private final String user;
    private final List<Request.Send> sends; // of this user, over all connections
    private final Map<Long, String> ops = new HashMap<>();
    private final Map<Long, List<ClientHistory.Attempt>> attempts = new LinkedHashMap<>();
    private final Map<String, Cursor> following = new HashMap<>();
    private final Map<Long, Cursor> joins = new HashMap<>();
    private final Map<String, Cursor> admitted = new HashMap<>(); // as of when the user was a member
    private final List<RevocationCheck.Admission> admissions;
    private Map<String, Cursor> named = Map.of();
    private long lastId = OWN;
    private boolean welcomed;

    Tap(
            PairedConnection connection,
            Wire.Listener client,
            String user,
            List<Request.Send> sends,
            List<RevocationCheck.Admission> admissions,
            ClientHistory wire,
            ClientHistory api) {
        this.connection = connection;
        this.client = client;
        this.user = user;
        this.sends = sends;
        this.admissions = admissions;
        this.wire = wire;
        this.api = api;
        wire.connected(null);
        api.connected(null);
    }

    PairedConnection connection() {
        return connection;
    }

    // ---- From the client

    @Override
    public void send(String unit) {
        for (String line : FrameCodec.lines(unit)) {
            Request request = requests.decodeRequest(line);
            ops.put(request.id(), request.op());
            if (request instanceof Request.Hello hello) named = hello.rooms();
            if (request instanceof Request.Join join && join.cursor() != null) joins.put(join.id(), join.cursor());
            if (request instanceof Request.Send send) {
                sends.add(send);
                attempts.put(send.id(), List.of(wire.sending(send.room(), user, send.cid(), send.content())));
            }
        }
        connection.send(unit);
    }

    @Override
    public void close() {
        connection.close(CloseReason.NORMAL);
    }

    @Override
    public void abort() {
        connection.cutUnnoticedByServer();
    }

    // ---- Requests of our own

    /** Whether requests other than hello are taken here. */
    boolean isWelcomed() {
        return connection.isOpen() && welcomed;
    }

    /** Sends several messages at once and waits for no answer. */
    void burst(String room, List<String> cids) {
        List<String> lines = new ArrayList<>();
        for (String cid : cids)
            lines.add(own(new Request.Send(++lastId, room, cid, Content.text("burst " + cid), null, List.of(), null)));
        connection.send(String.join("\n", lines));
    }

    /** Sends once more what this user sent before; with another content if {@code forged}. */
    void repeat(Request.Send send, boolean forged) {
        Content content = forged ? Content.text("forged") : send.content();
        connection.send(own(new Request.Send(
                ++lastId, send.room(), send.cid(), content, send.replyTo(), send.mentions(), send.meta())));
    }

    private String own(Request.Send send) {
        ops.put(send.id(), send.op());
        sends.add(send);
        attempts.put(
                send.id(),
                List.of(
                        wire.sending(send.room(), user, send.cid(), send.content()),
                        api.sending(send.room(), user, send.cid(), send.content())));
        return requests.encode(send);
    }

    // ---- From the server

    @Override
    public void onText(String unit) {
        List<String> passed = new ArrayList<>();
        for (String line : FrameCodec.lines(unit)) if (hear(codec.decodeServerFrame(line, ops::get))) passed.add(line);
        if (!passed.isEmpty()) client.onText(String.join("\n", passed));
    }

    /** Returns whether it is the client's business. */
    private boolean hear(ServerFrame frame) {
        if (frame instanceof Reply reply) {
            replied(reply);
            return reply.re() < OWN;
        }
        if (frame instanceof ErrorReply error) {
            List<ClientHistory.Attempt> answered = answered(error.re());
            if (error.unknown()) answered.forEach(ClientHistory.Attempt::unknown);
            else answered.forEach(ClientHistory.Attempt::refused);
            return error.re() < OWN;
        }
        if (frame instanceof Event event) event(event);
        else if (frame instanceof ServerFrame.RoomGained gained) gained(gained.room());
        else if (frame instanceof ServerFrame.RoomGone gone) gone(gone.room());
        else if (frame instanceof ServerFrame.Reset reset) {
            following.put(reset.room(), reset.cursor());
            wire.reset(reset.room(), reset.cursor());
        }
        return true;
    }

    private List<ClientHistory.Attempt> answered(long id) {
        ops.remove(id);
        List<ClientHistory.Attempt> answered = attempts.remove(id);
        return answered == null ? List.of() : answered;
    }

    private void replied(Reply reply) {
        List<ClientHistory.Attempt> answered = answered(reply.re());
        if (reply.result() instanceof Result.Sent sent) answered.forEach(attempt -> attempt.acked(null, sent));
        if (reply.result() instanceof Result.Welcome welcome) {
            welcomed = true;
            welcome.rooms().forEach(view -> follows(view, named.get(view.id())));
        }
        Cursor since = joins.remove(reply.re());
        if (reply.result() instanceof Result.Joined joined) {
            follows(joined.room(), joined.recovered() ? since : null);
        }
    }

    /** From the cursor that the client named, else from where the view stands. */
    private void follows(RoomView view, @Nullable Cursor own) {
        RoomView.Membership mine = view.membership();
        if (mine == null) return;
        admitted(view.id(), new Cursor(mine.epoch(), mine.rev()));
        if (following.containsKey(view.id())) return;
        Cursor from = own == null ? new Cursor(mine.epoch(), mine.rev()) : own;
        following.put(view.id(), from);
        wire.follows(view.id(), from);
    }

    /** One who was in the room fetches what lies between; the wire goes on from here. */
    private void gained(RoomView view) {
        Cursor at = following.get(view.id());
        RoomView.Membership mine = view.membership();
        if (mine != null) admitted(view.id(), new Cursor(mine.epoch(), mine.rev()));
        if (at == null || mine == null) {
            follows(view, null);
        } else if (at.epoch().equals(mine.epoch()) && at.rev() < mine.rev()) {
            Cursor head = new Cursor(mine.epoch(), mine.rev());
            following.put(view.id(), head);
            wire.reset(view.id(), head);
        }
    }

    /** A view that comes late says nothing new. */
    private void admitted(String room, Cursor at) {
        admitted.merge(
                room, at, (old, later) -> old.epoch().equals(later.epoch()) && old.rev() > later.rev() ? old : later);
    }

    private void gone(String room) {
        named = new HashMap<>(named);
        named.remove(room);
        if (following.remove(room) != null) wire.gone(room);
    }

    /** Repeats are allowed on the wire, and dropped by the rule that clients go by. */
    private void event(Event event) {
        Cursor ground = admitted.get(event.room());
        if (ground == null) throw new AssertionError(user + " was never let in, and is given " + event);
        admissions.add(new RevocationCheck.Admission(event.room(), user, ground, event.cursor()));
        Cursor at = following.get(event.room());
        if (at != null && at.epoch().equals(event.epoch()) && event.rev() <= at.rev()) return;
        following.put(event.room(), event.cursor());
        wire.event(event);
    }

    @Override
    public void onPing() {
        client.onAlive();
    }

    @Override
    public void onClosed(CloseReason reason) {
        attempts.values().forEach(open -> open.forEach(ClientHistory.Attempt::unknown));
        attempts.clear();
        client.onClosed(reason);
    }
}
