package io.imbed.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Subscription;
import io.imbed.client.ImClient;
import io.imbed.protocol.Content;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Result;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each example does what it is an example of. */
class ExamplesTest {
    private final WsTransport ws = WsTransport.on(0);

    private ImServer running(ImServer server) throws Exception {
        server.rooms().create(NewRoom.channel("general"));
        server.start();
        return server;
    }

    private URI address() {
        return URI.create("ws://127.0.0.1:" + ws.port() + "/im");
    }

    private ImClient client(String token) {
        return ImClient.builder(address()).token(token).build();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void helloChatIsTheProgramOfTheReadme() throws Exception {
        String source = Files.readString(Path.of("src/main/java/io/imbed/examples/HelloChat.java"));

        assertThat(Files.readString(Path.of("..", "README.md"))).contains(source.substring(source.indexOf("import ")));
    }

    @Test
    void wordFilterReplacesAndRejects() throws Exception {
        try (ImServer server = running(WordFilter.server(ws));
                ImClient alice = client("guest:alice")) {
            alice.connect();
            get(alice.room("general").join());

            Result.Sent mild = get(alice.room("general").send("what the heck"));
            Result.Sent clean = get(alice.room("general").send("good morning"));

            assertThat(mild.content()).isEqualTo(Content.text("what the ****"));
            assertThat(clean.content()).isNull();
            assertThatThrownBy(() -> get(alice.room("general").send("visit our casino")))
                    .cause()
                    .isInstanceOfSatisfying(RefusedException.class, refused -> {
                        assertThat(refused.code()).isEqualTo(ErrorCode.REJECTED);
                        assertThat(refused).hasMessage("no advertising here");
                    });
            assertThat(server.sessions().count()).isEqualTo(1);
        }
    }

    @Test
    void tokenAuthLetsInWhomTheHostHasSigned() throws Exception {
        TokenAuth host = new TokenAuth("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        TokenAuth forger = new TokenAuth("another secret, just as long ...".getBytes(StandardCharsets.US_ASCII));
        Instant soon = Instant.now().plusSeconds(60);
        try (ImServer server = running(host.server(ws));
                ImClient alice = client(host.tokenFor("alice", "Alice", soon));
                ImClient mallory = client(forger.tokenFor("alice", "Alice", soon))) {
            Result.Welcome welcome = get(alice.connect());

            assertThat(welcome.user().name()).isEqualTo("Alice");
            assertThat(welcome.expiresInMs()).isBetween(1L, 60_000L);
            assertThatThrownBy(() -> get(mallory.connect())).cause().isInstanceOf(RefusedException.class);
            assertThat(server.sessions().of("alice")).hasSize(1);
        }
    }

    @Test
    void echoBotAnswersWhatIsSaid() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        ImServer chat = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .transport(ws)
                .build();
        try (ImServer server = running(chat);
                ImClient bot = EchoBot.start(address(), "general");
                ImClient alice = client("guest:alice")) {
            get(bot.room("general").join());
            alice.onMessage(message -> heard.add(message.sender() + " to " + message.replyTo()));
            alice.connect();
            get(alice.room("general").join());

            Result.Sent sent = get(alice.room("general").send("anybody there?"));

            assertThat(List.of(next(heard), next(heard))).containsExactly("alice to null", "echo to " + sent.seq());
            assertThat(server.sessions().count()).isEqualTo(2);
        }
    }

    private static String next(BlockingQueue<String> heard) throws InterruptedException {
        String next = heard.poll(30, TimeUnit.SECONDS);
        if (next == null) throw new AssertionError("nothing was said");
        return next;
    }

    @Test
    void pushOfflineReachesThoseWhoAreNotConnected() throws Exception {
        BlockingQueue<String> pushed = new LinkedBlockingQueue<>();
        PushOffline host = new PushOffline((users, title, text) -> pushed.add(title + " to " + users + ": " + text));
        try (ImServer server = running(host.server(ws));
                ImClient alice = client("guest:alice");
                ImClient bob = client("guest:bob")) {
            get(server.rooms().create(NewRoom.group("team").owner("alice").members("bob", "carol", "dave")));
            get(alice.connect());
            get(bob.connect());

            get(alice.room("team").send("lunch?"));

            assertThat(next(pushed)).isEqualTo("alice to [carol, dave]: lunch?");
        }
    }

    @Test
    void auditTrailGoesOnWhereItEndedAndLeavesNothingOut(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("audit.log");
        try (ImServer server = ImServer.builder(MemoryStorage.create()).build();
                WatchService changes = folder.getFileSystem().newWatchService()) {
            folder.register(changes, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
            get(server.rooms().create(NewRoom.channel("orders")));
            for (int run = 1; run <= 3; run++) {
                get(server.rooms().send("orders", Draft.text("placed")));
                Subscription trail = new AuditTrail(file).follow(server, "orders");
                get(server.rooms().send("orders", Draft.text("paid")));
                awaitLines(file, changes, 2 * run);
                trail.close();
                get(trail.ended());
            }

            assertThat(Files.readAllLines(file))
                    .extracting(line -> Long.parseLong(line.split(" ")[1]))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        }
    }

    private static void awaitLines(Path file, WatchService changes, int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(file) || Files.readAllLines(file).size() < count) {
            if (System.nanoTime() - deadline > 0)
                throw new AssertionError("the trail did not reach " + count + " lines");
            var key = changes.poll(1, TimeUnit.SECONDS);
            if (key != null) key.reset();
        }
    }

    @Test
    void movingInBringsARoomOnceHoweverOftenItIsRun() throws Exception {
        Path file = Path.of("src/test/resources/old-chat.ndjson");
        try (ImServer chat = ImServer.builder(MemoryStorage.create()).build()) {
            String first = new MovingIn(chat).move(file);
            String second = new MovingIn(chat).move(file);

            assertThat(first).isEqualTo("""
                    1 2015-03-01T08:01:00Z Alice: Who is in today?
                    2 2015-03-01T08:02:30Z Bob: I am.
                    3 2015-03-02T07:59:00Z Alice: And now?
                    Alice, OWNER, has read 3
                    Bob, MEMBER, has read 2
                    """);
            assertThat(second).isEqualTo(first);
        }
    }
}
