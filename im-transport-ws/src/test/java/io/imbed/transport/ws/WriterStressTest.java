package io.imbed.transport.ws;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Batch;
import io.imbed.spi.Handshake;
import io.imbed.spi.OriginPolicy;
import io.imbed.spi.TrustedProxies;
import io.imbed.testkit.BatchLedger;
import io.imbed.testkit.ScriptedAcceptor;
import io.imbed.testkit.Together;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Writers, real ones, whose sockets take any number of bytes and break at any moment, while threads write, ping, close and
 * cut at random. Every stream must be whole frames in their order, every reference must come back once, and whoever was
 * told to wait must be told to go on. {@code -Dim.stress.seeds} runs more.
 */
class WriterStressTest {
    private static final int SEEDS = Integer.getInteger("im.stress.seeds", 5);
    private static final int THREADS = 3;
    private static final int MEMBERS = 24;
    private static final int STEPS = 600;

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES) // for as many seeds as one likes; each step has a deadline of its own
    void everyStreamIsWholeFramesInTheirOrder() throws Exception {
        for (int seed = 0; seed < SEEDS; seed++) {
            Stress stress = new Stress(seed);
            try {
                stress.run();
            } finally {
                stress.end();
            }
        }
    }

    /** One run. */
    private static final class Stress {
        private final Random seeds;
        private final BatchLedger ledger = new BatchLedger();
        private final ServerSocketChannel listening =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        private final ScriptedAcceptor acceptor = new ScriptedAcceptor(Limits.defaults());
        private final WsOptions options = new WsOptions(
                new InetSocketAddress(0),
                "/im",
                null,
                OriginPolicy.noPages(),
                TrustedProxies.none(),
                1,
                2,
                Duration.ZERO,
                8_000,
                40_000,
                Duration.ofMinutes(1));
        private final WsServer server = new WsServer(listening, 1, "im-stress-");
        private final List<Writer> writers = new ArrayList<>();
        private final List<StressMember> members = new ArrayList<>();
        private final List<SocketChannel> peers = new ArrayList<>();

        Stress(int seed) throws IOException {
            seeds = new Random(seed);
            for (int i = 0; i < 2; i++) {
                writers.add(new Writer("im-stress-writer-", i, options));
                writers.get(i).start();
            }
            for (int i = 0; i < MEMBERS; i++) members.add(member(i));
        }

        /** Its socket is real, so that a selector can tell that it takes more; but what is written goes elsewhere. */
        private StressMember member(int number) throws IOException {
            SocketChannel near = SocketChannel.open(listening.getLocalAddress());
            peers.add(listening.accept());
            near.configureBlocking(false);
            // Every third one breaks by itself.
            int breaksAfter = number % 3 == 0 ? seeds.nextInt(3_000_000) : Integer.MAX_VALUE;
            RandomLink link = new RandomLink(new Random(seeds.nextLong()), breaksAfter);
            WsConnection connection = new WsConnection(
                    "stress-" + number,
                    WsTransport.on(0),
                    near,
                    InetAddress.getLoopbackAddress(),
                    link,
                    writers.get(number % 2),
                    new Backlog(options.lowWaterBytes(), options.highWaterBytes()));
            StressMember member = new StressMember(connection, link, THREADS);
            connection.attach(
                    new Intake(server, connection, new Opening(options, acceptor), acceptor, null, member::gone));
            Handshake shown = new Handshake("/im", Map.of(), Map.of(), Map.of(), "127.0.0.1", false, Map.of());
            connection.open(shown, StressMember.RESPONSE, taken -> member);
            return member;
        }

        void run() throws Exception {
            CompletableFuture<?>[] talking = new CompletableFuture<?>[THREADS];
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                Random random = new Random(seeds.nextLong());
                talking[t] = Together.start(() -> talk(thread, random));
            }
            CompletableFuture.allOf(talking).get(60, TimeUnit.SECONDS);
            // Their peers say goodbye, which ends each once all that was written to it before has left.
            for (StressMember member : members) member.connection().peerCloses(CloseReason.NORMAL);
            for (StressMember member : members) member.awaitGone();
            ledger.awaitAllReleased();
            for (StressMember member : members) member.check();
        }

        private void talk(int thread, Random random) {
            for (int step = 0; step < STEPS; step++) {
                StressMember one = members.get(random.nextInt(MEMBERS));
                int what = random.nextInt(1_000);
                if (what < 600) fanOut(thread, random);
                else if (what < 900) one.write(thread, ledger, size(random));
                else if (what < 940) one.connection().ping();
                else if (what < 985) one.connection().pong(new byte[random.nextInt(126)]);
                else if (what < 990) one.end(closed -> closed.close(CloseReason.SIGNED_OUT));
                else if (what < 993) one.end(closed -> closed.peerCloses(CloseReason.NORMAL));
                else if (what < 995) one.end(closed -> closed.breakOff(CloseReason.TOO_BIG));
                else if (what < 997) one.cut();
                else one.awaitWritable();
            }
        }

        private void fanOut(int thread, Random random) {
            int from = random.nextInt(MEMBERS - 1);
            List<StressMember> room = members.subList(from, from + 1 + random.nextInt(MEMBERS - from));
            int number = StressMember.next(room, thread);
            String line = StressMember.line(thread, number, size(random));
            for (StressMember each : room) each.expect(thread, line);
            // As Endpoint does it.
            Batch batch = ledger.batch(line, room.size());
            Fanout[] shares = new Fanout[writers.size()];
            for (StressMember each : room) {
                if (!each.connection().backlog().add(batch.size())) {
                    batch.release(1);
                    continue;
                }
                int index = each.connection().writer().index();
                if (shares[index] == null)
                    shares[index] = new Fanout(each.connection().writer(), batch, room.get(0), MEMBERS);
                shares[index].add(each.connection());
            }
            for (Fanout share : shares) if (share != null) share.post();
        }

        private static int size(Random random) {
            return switch (random.nextInt(20)) {
                case 0 -> random.nextInt(300_000);
                case 1, 2 -> 65_500 + random.nextInt(80);
                case 3, 4 -> 100 + random.nextInt(60);
                default -> random.nextInt(1_000);
            };
        }

        void end() throws Exception {
            writers.forEach(Writer::shutDown);
            for (Writer writer : writers) writer.join(Rig.PATIENCE.toMillis());
            for (SocketChannel peer : peers) peer.close();
            listening.close();
        }
    }
}
