package io.imbed.engine;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.internal.RealEnvironment;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Authenticator;
import io.imbed.testkit.PairedConnection;
import io.imbed.testkit.PairedTransport;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A whole server on real threads, for what only those can show: code that blocks. Everything is waited for by event. */
final class LiveChat implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    final ImServer server;
    private final RealEnvironment wireEnv = new RealEnvironment("wire");
    private final PairedTransport wire = PairedTransport.in(wireEnv);

    static LiveChat open(Consumer<ImServer.Builder> settings) {
        return new LiveChat(settings).start();
    }

    static LiveChat notStarted() {
        return new LiveChat(builder -> {});
    }

    private LiveChat(Consumer<ImServer.Builder> settings) {
        ImServer.Builder builder =
                ImServer.builder(MemoryStorage.create()).transport(wire).authenticator(Authenticator.guests());
        settings.accept(builder.limits(Chat.unhurried()));
        server = builder.build();
    }

    private LiveChat start() {
        try {
            server.start();
            return this;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    Client signIn(String user) {
        Client client = new Client(wire.connect());
        client.ok("hello", "\"v\":1,\"token\":\"guest:" + user + "\"");
        return client;
    }

    static <T> T done(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new AssertionError(failed);
        }
    }

    @Override
    public void close() {
        server.close();
        wireEnv.close();
    }

    /** A client that speaks lines. Threads: the test's, and those of the wire. */
    static final class Client implements PairedConnection.Listener {
        private final PairedConnection connection;
        private final AtomicInteger lastId = new AtomicInteger();
        private final Map<Integer, CompletableFuture<JsonObject>> replies = new ConcurrentHashMap<>();
        private final BlockingQueue<JsonObject> pushed = new LinkedBlockingQueue<>();
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        private Client(PairedConnection connection) {
            this.connection = connection;
            connection.listen(this);
        }

        CompletableFuture<JsonObject> post(String op, String arguments) {
            int id = lastId.incrementAndGet();
            CompletableFuture<JsonObject> reply = new CompletableFuture<>();
            replies.put(id, reply);
            connection.send("{\"op\":\"" + op + "\",\"id\":" + id + (arguments.isEmpty() ? "" : "," + arguments) + "}");
            return reply;
        }

        CompletableFuture<JsonObject> postText(String room, String cid, String text) {
            return post("send", Peer.sendArguments(room, cid, text));
        }

        JsonObject ok(String op, String arguments) {
            JsonObject reply = done(post(op, arguments));
            if (reply.has("error")) throw new AssertionError(op + " was refused: " + reply);
            return reply;
        }

        CompletableFuture<CloseReason> closed() {
            return closed;
        }

        /** Waits for an event that posts a message, passing over everything else; returns its text. */
        String awaitText() {
            try {
                while (true) {
                    JsonObject frame = pushed.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    if (frame == null) throw new AssertionError("no message came");
                    if (frame.has("message")) return Peer.text(frame.getAsJsonObject("message"));
                }
            } catch (InterruptedException interrupted) {
                throw new AssertionError(interrupted);
            }
        }

        @Override
        public void onText(String unit) {
            for (String line : unit.split("\n")) {
                JsonObject frame = JsonParser.parseString(line).getAsJsonObject();
                if (frame.has("re")) replies.remove(frame.get("re").getAsInt()).complete(frame);
                else pushed.add(frame);
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            replies.values().forEach(reply -> reply.completeExceptionally(new IOException(reason.toString())));
            closed.complete(reason);
        }
    }
}
