package io.imbed.benchmarks.micro;

import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Content;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.FrameCodec;
import io.imbed.protocol.JsonLimits;
import io.imbed.protocol.Request;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * A whole server with one room whose members are all connected: in-memory log, an access policy, one hook that looks at
 * every message, and rates that are counted, though never reached. Only the sockets are missing.
 *
 * <p>Threads: one.
 */
final class Chat implements AutoCloseable {
    static final String ROOM = "lobby";
    private static final FrameCodec CODEC = new FrameCodec(JsonLimits.DEFAULT);
    private static final Content CONTENT = Content.text("x".repeat(100));

    private final ImServer server;
    private final SinkTransport wire;
    private final List<SinkConnection> members = new ArrayList<>();
    private long said;

    Chat(Environment env, SinkTransport wire, int size) {
        this.wire = wire;
        Limits limits = Limits.defaults();
        this.server = ImServer.builder(MemoryStorage.create())
                .environment(env)
                .transport(wire)
                .authenticator((handshake, token) -> CompletableFuture.completedFuture(
                        Optional.ofNullable(token).map(Identity::of)))
                .accessPolicy(access -> CompletableFuture.completedFuture(true))
                .on(BeforeSend.class, attempt -> Verdict.allow())
                .limits(limits.with(new Limits.Connections(100_000, 20, 100_000, 8 * 1024))
                        .with(Limits.Rates.OPEN))
                .build();
        try {
            server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        String[] users = IntStream.range(0, size).mapToObj(Chat::user).toArray(String[]::new);
        server.rooms()
                .create(NewRoom.group(ROOM)
                        .members(users)
                        .settings(SettingsPatch.NONE.withMaxMembers(RoomSettings.MAX_MEMBERS)))
                .toCompletableFuture()
                .join();
        for (String user : users) members.add(signIn(user));
    }

    private static String user(int index) {
        return "user-" + index;
    }

    private SinkConnection signIn(String user) {
        SinkConnection connection = wire.connect(user);
        connection.say(CODEC.encode(new Request.Hello(1, 1, user, null, null, Map.of())));
        connection.awaitReplies(1);
        return connection;
    }

    SinkConnection member(int index) {
        return members.get(index);
    }

    List<SinkConnection> members() {
        return members;
    }

    /** Sends one message of 100 characters, which is not a repeat of any other. */
    void send(SinkConnection member) {
        long id = ++said;
        member.say(CODEC.encode(new Request.Send(id, ROOM, "c" + id, CONTENT, null, List.of(), null)));
    }

    /** Where the room's log ends. */
    Cursor head() {
        return server.rooms().head(ROOM).toCompletableFuture().join();
    }

    static FrameCodec codec() {
        return CODEC;
    }

    @Override
    public void close() {
        server.close();
    }
}
