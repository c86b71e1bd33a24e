package io.imbed.client.simulation;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.NewRoom;
import io.imbed.client.ConnectionStatus;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Message;
import io.imbed.protocol.Request;
import io.imbed.protocol.Role;
import io.imbed.protocol.UnavailableException;
import io.imbed.spi.Authenticator;
import io.imbed.spi.EventSlice;
import io.imbed.spi.RoomState;
import io.imbed.testkit.ManualEnvironment;
import io.imbed.testkit.PairedConnection;
import io.imbed.testkit.PairedTransport;
import io.imbed.testkit.history.FinalLog;
import io.imbed.testkit.history.HistoryChecker;
import io.imbed.testkit.history.HistoryRecorder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * One conversation, whole: one server or two, their storage, the wires and the clients, on one thread, everything that happens
 * decided by the seed. Two histories are kept: what applications see, and what the wire carried.
 */
final class Simulation {
    private static final int ACTIONS = 120;

    final HistoryRecorder api;
    final HistoryRecorder wire;
    private final String name;
    private final SplittableRandom dice;
    private final ManualEnvironment env;
    private final SimulatedStorage storage;
    private final Limits limits;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final List<String> users = new ArrayList<>();
    private final Moderation moderation;
    private final Decoration decoration;
    private final List<String> rooms = new ArrayList<>();
    private final Announcer announcer;
    private final int places; // for nodes
    private final List<Node> nodes = new ArrayList<>(); // those that live
    private int started;
    private long loggedBytes; // of all events

    /** A server that lives. */
    private record Node(
            ImServer server,
            ManualEnvironment env,
            PairedTransport transport,
            SimulatedStorage.Session storage,
            Gauges gauges) {}

    Simulation(long seed) {
        name = "seed " + seed;
        SplittableRandom root = new SplittableRandom(seed);
        env = ManualEnvironment.seeded(root.nextLong());
        dice = root.split();
        api = HistoryRecorder.inMemory(() -> env.scheduler().nanoTime());
        wire = HistoryRecorder.inMemory(() -> env.scheduler().nanoTime());
        announcer = new Announcer(List.of(api.client("host"), wire.client("host")));
        SimulatedStorage.Temper[] tempers = SimulatedStorage.Temper.values();
        places = 1 + dice.nextInt(2);
        storage = new SimulatedStorage(env, root.split(), tempers[dice.nextInt(tempers.length)], places > 1);
        limits = limits();
        for (int i = 0; i < 2 + dice.nextInt(2); i++) users.add("user" + i);
        for (int i = 0; i < 1 + dice.nextInt(3); i++) rooms.add("room" + i);
        moderation = new Moderation(dice, users);
        decoration = new Decoration(dice);
    }

    /** Small ones at times, so that their edges are met. */
    private Limits limits() {
        Limits normal = Limits.defaults();
        if (dice.nextBoolean()) normal = normal.with(Limits.Rates.OPEN);
        if (dice.nextInt(3) == 0) return normal;
        Limits.Queues queues = normal.queues();
        Limits.Pages pages = normal.pages();
        int page = 1_024 << dice.nextInt(3);
        return normal.with(new Limits.Queues(
                        4 * page, 32, queues.inboundBytes(), queues.nodeBytes(), dice.nextBoolean() ? 4_096 : 16))
                .with(new Limits.Pages(
                        2 + dice.nextInt(20),
                        page,
                        4 + dice.nextInt(60),
                        pages.roomsFollowed(),
                        pages.signalMembers()));
    }

    /** Runs it to its end, and fails if a promise was broken. */
    void run() {
        for (int i = 0; i < places; i++) start();
        for (String room : rooms) {
            NewRoom made = room.endsWith("1") ? NewRoom.group(room).owner(users.get(0)) : NewRoom.channel(room);
            make(made);
        }
        Map<String, List<Request.Send>> sends = new HashMap<>();
        for (int i = 0; i < users.size() + dice.nextInt(2); i++) {
            String user = users.get(i % users.size());
            List<Request.Send> ofUser = sends.computeIfAbsent(user, key -> new ArrayList<>());
            clients.add(new SimulatedClient("c" + i, user, env, this::transport, ofUser, wire, api));
        }
        clients.forEach(client -> client.client().connect());
        for (int i = 0; i < ACTIONS; i++) {
            act();
            pass();
        }
        calmDown();
        verify();
        end();
    }

    private void make(NewRoom room) {
        for (int tries = 1; ; tries++) {
            try {
                await(server().rooms().create(room));
                return;
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof UnavailableException) || tries == 50) throw e;
            }
        }
    }

    /** Any of them: a client that comes back moves from node to node. */
    private Optional<PairedTransport> transport() {
        return node().map(Node::transport);
    }

    private Optional<Node> node() {
        return nodes.isEmpty() ? Optional.empty() : Optional.of(nodes.get(dice.nextInt(nodes.size())));
    }

    private ImServer server() {
        return node().orElseThrow(() -> new IllegalStateException("no server")).server;
    }

    // ---- What happens

    private void start() {
        ManualEnvironment own = env.beside("node" + ++started);
        PairedTransport transport = new PairedTransport(
                env.scheduler(), env.worker(), new PairedTransport.Capabilities(true), 512 << dice.nextInt(6));
        SimulatedStorage.Session session = storage.open();
        Gauges gauges = new Gauges();
        ImServer server = ImServer.builder(session)
                .environment(own)
                .transport(transport)
                .authenticator(Authenticator.guests())
                .limits(limits)
                .metrics(gauges)
                .build();
        try {
            server.start();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
        nodes.add(new Node(server, own, transport, session, gauges));
    }

    /** As kill -9 does: nothing of the process goes on, and its connections break. */
    private void kill(Node node) {
        node.env.close();
        node.storage.kill();
        node.transport.connections().forEach(PairedConnection::cut);
        nodes.remove(node);
        announcer.killed();
    }

    private void act() {
        SimulatedClient client = clients.get(dice.nextInt(clients.size()));
        String room = rooms.get(dice.nextInt(rooms.size()));
        int what = dice.nextInt(100);
        if (what < 24) client.send(room);
        else if (what < 27) node().ifPresent(node -> announcer.announce(node.server, room));
        else if (what < 37) membership(client, room);
        else if (what < 42) client.read(room);
        else if (what < 45) client.client().room(room).markRead(1 + dice.nextInt(20));
        else if (what < 46) client.client().room(room).typing(true);
        else if (what < 53) own(client, room);
        else if (what < 57) decoration.act(client, room);
        else if (what < 79) client.connection().ifPresent(this::trouble);
        else if (what < 83) comeAndGo(client);
        else if (what < 87) process(client);
        else if (what < 91) change(client, room);
        else moderation.act(client, room);
    }

    /** Mentions somebody in one of its messages, or takes it back. */
    private void change(SimulatedClient client, String room) {
        List<Message> own = client.screen.of(client.user, room);
        if (own.isEmpty()) return;
        Message message = own.get(dice.nextInt(own.size()));
        if (dice.nextInt(3) == 0) client.recall(message);
        else client.edit(message, "user" + dice.nextInt(100));
    }

    private void membership(SimulatedClient client, String room) {
        switch (dice.nextInt(8)) {
            case 0, 1, 2 -> client.join(room);
            case 3 -> client.rejoin(room, new Cursor(epoch(room), dice.nextInt(30)));
            case 4 -> client.client().room(room).leave();
            case 5 -> {
                if (!nodes.isEmpty()) server().rooms().kick(room, client.user);
            }
            case 6 -> {
                if (!nodes.isEmpty()) server().rooms().role(room, client.user, Role.ADMIN);
            }
            default -> {
                if (!nodes.isEmpty()) server().rooms().invite(room, client.user, Role.MEMBER);
            }
        }
    }

    /** Requests that the client knows nothing of: many at once, or repeats. */
    private void own(SimulatedClient client, String room) {
        Tap tap = client.tap().orElse(null);
        if (tap == null || !tap.isWelcomed()) return;
        List<Request.Send> before = client.sends();
        if (before.isEmpty() || dice.nextBoolean()) {
            List<String> cids = new ArrayList<>();
            for (int i = 0; i < 1 + dice.nextInt(8); i++) cids.add(client.nextCid());
            tap.burst(room, cids);
        } else {
            tap.repeat(before.get(dice.nextInt(before.size())), dice.nextInt(10) == 0);
        }
    }

    private void trouble(PairedConnection connection) {
        switch (dice.nextInt(14)) {
            case 0 -> connection.cut();
            case 1 -> connection.cutAfterReceiving(dice.nextInt(12));
            case 2 -> connection.cutAfterSending(dice.nextInt(6));
            case 3 -> connection.cutUnnoticed();
            case 4 -> connection.cutUnnoticedByServer();
            case 5, 6 -> connection.stall();
            case 7, 8, 9 -> connection.resume();
            case 10, 11 -> connection.delay(Duration.ofMillis(dice.nextInt(200)));
            default -> connection.delay(Duration.ZERO);
        }
    }

    private void comeAndGo(SimulatedClient client) {
        switch (dice.nextInt(4)) {
            case 0 -> client.client().disconnect();
            case 1 -> client.restart();
            case 2 -> client.client().reconnectNow();
            default -> client.client().connect();
        }
    }

    private void process(SimulatedClient client) {
        switch (dice.nextInt(6)) {
            case 0 -> node().ifPresent(this::kill);
            case 1 ->
                node().ifPresent(node -> {
                    node.server.drain(Duration.ofMillis(dice.nextInt(3_000)));
                    pass();
                    kill(node);
                });
            case 2 -> nodes.forEach(node -> node.server.sessions().signOut(client.user));
            default -> {
                if (nodes.size() < places) start();
            }
        }
    }

    private void pass() {
        switch (dice.nextInt(8)) {
            case 0, 1 -> env.run(dice.nextInt(10));
            case 2, 3 -> env.run(dice.nextInt(60));
            case 4 -> env.advance(Duration.ofMillis(dice.nextInt(30)));
            case 5 -> env.advance(Duration.ofMillis(dice.nextInt(1_000)));
            case 6 -> env.leap(Duration.ofMillis(dice.nextInt(300)));
            default -> env.advance(Duration.ofMillis(dice.nextInt(dice.nextInt(20) == 0 ? 40_000 : 200)));
        }
    }

    private <T> T await(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        for (int i = 0; i < 60 && !future.isDone(); i++) env.advance(Duration.ofSeconds(1));
        if (!future.isDone()) throw new AssertionError(name + ": no answer within a minute");
        return future.join();
    }

    // ---- How it ends

    private void calmDown() {
        storage.heal();
        while (nodes.size() < places) start();
        for (SimulatedClient client : clients) {
            client.connection().ifPresent(connection -> {
                connection.delay(Duration.ZERO);
                connection.resume();
            });
        }
        // Twice: one whose sign-out was still on its way has stopped for good, and is started again.
        for (int i = 0; i < 2; i++) {
            clients.forEach(client -> client.client().connect());
            env.advance(Duration.ofSeconds(90));
        }
        // One node alone does not look for what nobody has told it of.
        if (storage.surprised() && places == 1) rooms.forEach(room -> announcer.announce(server(), room));
        env.advance(Duration.ofSeconds(1));
    }

    private String epoch(String room) {
        return state(room).map(RoomState::epoch).orElse("none");
    }

    private Optional<RoomState> state(String room) {
        return storage.real.store().room(room).toCompletableFuture().join();
    }

    private void verify() {
        FinalLog log = new FinalLog();
        Map<Cursor, Event> events = new HashMap<>();
        for (String room : rooms) {
            String epoch = epoch(room);
            log.room(room, epoch);
            EventSlice slice = storage.real
                    .log()
                    .events(room, new Cursor(epoch, 0), Integer.MAX_VALUE, Integer.MAX_VALUE)
                    .toCompletableFuture()
                    .join();
            RevocationCheck check = new RevocationCheck(name + ", " + room);
            for (Event event : slice.events()) {
                check.read(event);
                log.add(event);
                events.put(new Cursor(room, event.rev()), event);
            }
            check.verify(storage.real, room, epoch, clients);
        }
        FrameCodec codec = new FrameCodec(JsonLimits.DEFAULT);
        loggedBytes = events.values().stream()
                .mapToLong(event -> codec.encode(event).length())
                .sum();
        for (SimulatedClient client : clients) verify(client, events);
        HistoryChecker.require(name + ", as applications see it", api.steps(), log);
        HistoryChecker.require(name + ", as the wire carried it", wire.steps(), log);
    }

    private void verify(SimulatedClient client, Map<Cursor, Event> events) {
        client.claimToBeCaughtUp();
        String who = name + ", " + client.name + ": ";
        if (client.client().status().state() != ConnectionStatus.State.CONNECTED) {
            throw new AssertionError(
                    who + "did not come back: " + client.client().status());
        }
        if (!await(client.client().pending()).isEmpty()) throw new AssertionError(who + "sends are not settled");
        new ClientCheck(who, client, storage.real).verify(rooms, events);
    }

    private void end() {
        List<CompletionStage<Void>> drained =
                nodes.stream().map(node -> node.server.drain(Duration.ZERO)).toList();
        clients.forEach(client -> client.client().close());
        drained.forEach(this::await);
        env.advance(Duration.ofMinutes(1));
        for (Node node : nodes) {
            if (!node.transport.connections().isEmpty()) throw new AssertionError(name + ": connections are left");
            node.gauges.verify(name, loggedBytes);
        }
    }
}
