package io.imbed.engine;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Environment;
import io.imbed.spi.Storage;
import io.imbed.testkit.ManualEnvironment;
import io.imbed.testkit.PairedTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** A whole server on one thread, a wire in memory and a clock in the test's hands. */
final class Chat implements AutoCloseable {
    final ManualEnvironment env;
    final PairedTransport wire;
    final ImServer server;
    final Figures figures;

    private Chat(ManualEnvironment env, PairedTransport wire, ImServer server, Figures figures) {
        this.env = env;
        this.wire = wire;
        this.server = server;
        this.figures = figures;
        try {
            server.start();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static Chat open() {
        return open(builder -> {});
    }

    static Chat open(Consumer<ImServer.Builder> settings) {
        return open(MemoryStorage.create(), settings);
    }

    static Chat open(Storage storage, Consumer<ImServer.Builder> settings) {
        return open(storage, env -> env, settings);
    }

    /** @param around the environment as the server is to see it */
    static Chat open(
            Storage storage, Function<ManualEnvironment, Environment> around, Consumer<ImServer.Builder> settings) {
        return open(ManualEnvironment.create(), storage, around, settings);
    }

    /** Another node in the same world, with the same clock. */
    Chat beside(String name, Storage storage, Consumer<ImServer.Builder> settings) {
        return open(env.beside(name), storage, own -> own, settings);
    }

    private static Chat open(
            ManualEnvironment env,
            Storage storage,
            Function<ManualEnvironment, Environment> around,
            Consumer<ImServer.Builder> settings) {
        PairedTransport wire = PairedTransport.in(env);
        if (storage instanceof SlowStorage slow) slow.answerOn(env.executor("storage"));
        Figures figures = new Figures();
        ImServer.Builder builder = ImServer.builder(storage)
                .environment(around.apply(env))
                .transport(wire)
                .metrics(figures)
                .authenticator(Authenticator.guests());
        settings.accept(builder);
        return new Chat(env, wire, builder.build(), figures);
    }

    /** Limits without rates, for tests that are about something else. */
    static Limits unhurried() {
        return Limits.defaults().with(Limits.Rates.OPEN);
    }

    /** A connection that has said nothing yet. */
    Peer connect() {
        return new Peer(env, wire.connect());
    }

    /** A session, with everything it was told at its beginning taken. */
    Peer signIn(String user) {
        Peer peer = connect();
        peer.ok("hello", "\"v\":1,\"token\":\"guest:" + user + "\"");
        peer.takeAll();
        return peer;
    }

    /** A channel with nobody in it. */
    void channel(String id) {
        done(server.rooms().create(NewRoom.channel(id)));
    }

    /** A channel whose members have a session each. */
    Peer[] channel(String id, String... users) {
        channel(id);
        Peer[] peers = new Peer[users.length];
        for (int i = 0; i < users.length; i++) {
            peers[i] = signIn(users[i]);
            peers[i].ok("join", "\"room\":\"" + id + "\"");
        }
        for (Peer each : peers) each.takeAll();
        return peers;
    }

    /** What a stage of the host's answers, once everything has run. */
    <T> T done(CompletionStage<T> stage) {
        env.runAll();
        var future = stage.toCompletableFuture();
        if (!future.isDone()) throw new AssertionError("the stage did not complete");
        return future.join();
    }

    void pass(Duration time) {
        env.advance(time);
    }

    @Override
    public void close() {
        var ended = server.drain(Duration.ZERO).toCompletableFuture();
        env.advance(Duration.ofMinutes(1));
        if (!ended.isDone()) throw new AssertionError("the server did not end");
        if (figures.budgetUsed() != 0) throw new AssertionError(figures.budgetUsed() + " bytes leaked");
    }
}
