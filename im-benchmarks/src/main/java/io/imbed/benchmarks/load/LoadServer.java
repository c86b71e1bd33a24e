package io.imbed.benchmarks.load;

import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.HookOptions;
import io.imbed.hook.Verdict;
import io.imbed.protocol.Content;
import io.imbed.protocol.Durability;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Storage;
import io.imbed.store.jdbc.SqliteStorage;
import io.imbed.transport.ws.WsTransport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A server as an embedder runs one, with every limit at its default: rooms of equal size in memory or in a SQLite folder,
 * guests, WebSocket. It takes orders from its input, and ends with it.
 *
 * <pre>LoadServer PORT ROOMS SIZE KEPT [SQLITE-FOLDER]</pre>
 *
 * <p>KEPT is how many messages of each room the log in memory keeps, so that it is full before anybody measures it.
 */
final class LoadServer {
    /** A text that begins so makes the host's hook slow. */
    static final String SLOW = "slow";
    /** What it says when clients can connect; the port follows. */
    static final String READY = "READY ";
    /** What it counts, {@code name=value} each. */
    static final String FIGURES = "FIGURES ";

    /** To tell what it counts. */
    static final String COUNT = "count";
    /** The same, with the live heap. */
    static final String MEASURE = "measure";
    /** To let go of its clients, and end; within so many milliseconds, which follow. */
    static final String DRAIN = "drain ";

    /** Messages of a room that are there already; more than any cache keeps. */
    private static final int PAST = 300;

    private static final Duration SLOWNESS = Duration.ofMillis(500);

    private LoadServer() {}

    static String room(int number) {
        return "room" + number;
    }

    static String user(int number) {
        return "user" + number;
    }

    public static void main(String[] args) throws Exception {
        int port = Integer.parseInt(args[0]);
        int rooms = Integer.parseInt(args[1]);
        int size = Integer.parseInt(args[2]);
        CountedReads storage = new CountedReads(storage(args));
        Meters meters = new Meters();
        WsTransport transport = WsTransport.on(port);
        ImServer server = ImServer.builder(storage)
                .transport(transport)
                .authenticator(Authenticator.guests())
                .metrics(meters)
                .on(BeforeSend.class, attempt -> slowly(attempt.draft().content()), HookOptions.DEFAULT)
                .build();
        for (int i = 0; i < rooms; i++) {
            int first = i * size;
            String[] members = IntStream.range(first, first + size)
                    .mapToObj(LoadServer::user)
                    .toArray(String[]::new);
            server.rooms()
                    .create(NewRoom.group(room(i)).members(members))
                    .toCompletableFuture()
                    .get();
        }
        if (storage.traits().durability() == Durability.NONE) age(server, rooms);
        server.start();
        System.out.println(READY + transport.port());
        obey(server, storage, meters);
    }

    private static Storage storage(String[] args) throws IOException {
        if (args.length > 4) return SqliteStorage.create(Path.of(args[4]));
        int kept = Integer.parseInt(args[3]);
        return MemoryStorage.create(
                MemoryStorage.Capacity.defaults().withMessagesPerRoom(kept).withEventsPerRoom(kept));
    }

    /** As when it has been in use for a while: what it keeps of each room to be quick is full. */
    private static void age(ImServer server, int rooms) throws Exception {
        Draft draft = Draft.text("x".repeat(100));
        for (int i = 0; i < PAST; i++) {
            List<CompletableFuture<?>> sent = new ArrayList<>();
            for (int room = 0; room < rooms; room++)
                sent.add(server.rooms().send(room(room), draft).toCompletableFuture());
            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).get();
        }
    }

    private static Verdict slowly(Content content) throws InterruptedException {
        if (content.fallback().startsWith(SLOW)) Thread.sleep(SLOWNESS.toMillis());
        return Verdict.allow();
    }

    private static void obey(ImServer server, CountedReads storage, Meters meters) throws Exception {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals(MEASURE)) ManagementFactory.getMemoryMXBean().gc();
            if (order.equals(MEASURE) || order.equals(COUNT)) System.out.println(FIGURES + figures(storage, meters));
            if (order.startsWith(DRAIN)) {
                long millis = Long.parseLong(order.substring(DRAIN.length()));
                server.drain(Duration.ofMillis(millis)).toCompletableFuture().get();
                break;
            }
        }
        // Without those who started it nobody needs it, whatever still runs.
        Runtime.getRuntime().halt(0);
    }

    private static String figures(CountedReads storage, Meters meters) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        Map<String, Long> all = meters.values();
        all.put("heap", memory.getHeapMemoryUsage().getUsed());
        all.put("heap.max", memory.getHeapMemoryUsage().getMax());
        all.put("log.reads", storage.reads());
        all.put("log.places", storage.places());
        return all.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(" "));
    }
}
