package io.imbed.client;

import io.imbed.protocol.Request;
import io.imbed.protocol.RoomView;
import io.imbed.testkit.ManualEnvironment;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** A client, a scripted server and time, all in the test's hands. */
final class Desk {
    final ManualEnvironment environment = ManualEnvironment.create();
    final ScriptedServer server = new ScriptedServer();
    final Recorder recorder = new Recorder();
    final ImClient client;

    Desk() {
        this(builder -> builder.token("secret"));
    }

    Desk(UnaryOperator<ImClient.Builder> options) {
        ImClient.Builder builder = ImClient.builder(URI.create("ws://test/im"))
                .environment(environment)
                .wire(server)
                .listener(recorder);
        client = options.apply(builder).build();
    }

    /** Connects, or lets the client connect again, and welcomes it to these rooms. */
    ScriptedServer.Link connect(RoomView... rooms) {
        client.connect();
        run();
        return welcome(rooms);
    }

    /** Answers the hello that the last connection began with. */
    ScriptedServer.Link welcome(RoomView... rooms) {
        ScriptedServer.Link link = server.link();
        link.reply(link.next(Request.Hello.class), Frames.welcome(rooms));
        run();
        return link;
    }

    void run() {
        environment.runAll();
    }

    void wait(Duration time) {
        environment.advance(time);
    }

    /** As {@link #wait}, while the server's pings show that it lives. */
    void waitAlive(Duration time) {
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(Duration.ofSeconds(10)) < 0 ? left : Duration.ofSeconds(10);
            wait(step);
            server.link().listener.onAlive();
            left = left.minus(step);
        }
    }

    /** Waits for the next attempt to connect. */
    void waitForRetry() {
        run();
        wait(client.status().retryIn());
    }

    /** What a stage has come to, if it has. */
    static <T> CompletableFuture<T> of(CompletionStage<T> stage) {
        return stage.toCompletableFuture();
    }
}
