package io.imbed.transport.servlet;

import io.imbed.testkit.FaultProxy;
import io.imbed.testkit.Together;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Has the same talk over each wire and says what it took: ten rooms of ten, in which each says a hundred characters every
 * five seconds. README's table of wires is from here.
 *
 * <p>Each measurement has a server process of its own, in Jetty, and a proxy before it that counts bytes; the wires take
 * turns, three times, and figures are medians. Requests are counted where they are made, processor time is the server
 * process's, user and system. Idle time is measured once, long enough for two long polls. A delivery is a message that has
 * reached one of the nine others.
 *
 * <pre>
 * java -cp im-transport-servlet/target/classes:im-transport-servlet/target/test-classes:$(cat im-transport-servlet/target/test.classpath) \
 *     io.imbed.transport.servlet.WireComparison
 * </pre>
 */
final class WireComparison {
    private static final int ROUNDS = 3;
    private static final int ROOMS = 10;
    private static final int MEMBERS = 10;
    private static final Duration PERIOD = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(50);
    private static final Duration WARM_UP = Duration.ofSeconds(6);
    private static final Duration MEASURED = Duration.ofSeconds(10);

    private WireComparison() {}

    /** A way to the same server. */
    enum Way {
        OWN_PORT("WebSocket, own port"),
        WEBSOCKET("WebSocket"),
        EVENTS("server-sent events"),
        LONG_POLLS("long polling"),
        POLLS("polling");

        final String title;

        Way(String title) {
            this.title = title;
        }

        ComparedUser user(String name, String room, Figures figures, int port, ScheduledExecutorService timers) {
            return switch (this) {
                case OWN_PORT, WEBSOCKET -> new ComparedSocketUser(name, room, figures, port);
                default ->
                    new ComparedHttpUser(name, room, figures, port, ComparedHttpUser.Down.valueOf(name()), timers);
            };
        }
    }

    /** Of one measurement; requests are per client and minute. */
    private record Cost(
            double deliveryMedian,
            double deliveryHigh,
            double ackMedian,
            double requests,
            double bytes,
            double cpuMicros) {}

    public static void main(String[] args) throws Exception {
        Map<Way, List<Cost>> costs = new EnumMap<>(Way.class);
        Map<Way, Double> idle = new EnumMap<>(Way.class);
        for (int round = 0; round < ROUNDS; round++) {
            for (Way way : Way.values()) {
                try (Server server = Server.start(way)) {
                    if (round == 0) idle.put(way, server.requestsWhenIdle());
                    Cost cost = server.talk();
                    System.err.println(way + " " + cost);
                    costs.computeIfAbsent(way, key -> new ArrayList<>()).add(cost);
                }
            }
        }
        System.out.println("| wire | delivery p50 | p99 | ack p50 | requests, idle | requests, talking "
                + "| bytes per delivery | server CPU per delivery |\n|---|---|---|---|---|---|---|---|");
        for (Way way : Way.values()) print(way, costs.get(way), idle.get(way));
        System.exit(0); // the JDK's HTTP client has threads that stay
    }

    private static void print(Way way, List<Cost> costs, double idle) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f ms | %.1f ms | %.1f ms | %.1f | %.1f | %.0f | %.0f µs |%n",
                way.title,
                median(costs, Cost::deliveryMedian),
                median(costs, Cost::deliveryHigh),
                median(costs, Cost::ackMedian),
                idle,
                median(costs, Cost::requests),
                median(costs, Cost::bytes),
                median(costs, Cost::cpuMicros));
    }

    private static double median(List<Cost> costs, ToDoubleFunction<Cost> figure) {
        return Figures.median(costs.stream().mapToDouble(figure).toArray());
    }

    /** A server process, and everybody connected to it in one way. Threads: one. */
    private static final class Server implements AutoCloseable {
        private final Figures figures = new Figures();
        private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
        private final List<ComparedUser> users = new ArrayList<>();
        private final Process process;
        private final FaultProxy proxy;

        private Server(Process process, int port) throws IOException {
            this.process = process;
            this.proxy = FaultProxy.to(port);
        }

        static Server start(Way way) throws Exception {
            Process process = new ProcessBuilder(
                            System.getProperty("java.home") + "/bin/java",
                            "-Xmx512m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ComparedServer.class.getName(),
                            Integer.toString(ROOMS),
                            Integer.toString(MEMBERS))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Server server = null;
            try {
                server = new Server(process, port(process, way));
                server.connect(way);
                return server;
            } finally {
                if (server == null) process.destroyForcibly();
            }
        }

        /** What the process says before it is ready is of those who log. */
        private static int port(Process process, Way way) throws IOException {
            BufferedReader said =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            String line;
            while ((line = said.readLine()) != null) {
                if (!line.startsWith("READY ")) continue;
                Together.start(() -> said.lines().forEach(logged -> {})); // a full pipe would hold the server up
                return Integer.parseInt(line.split(" ")[way == Way.OWN_PORT ? 2 : 1]);
            }
            throw new IOException("the server did not start");
        }

        private void connect(Way way) throws Exception {
            for (int room = 0; room < ROOMS; room++) {
                for (int i = 0; i < MEMBERS; i++) {
                    String name = ComparedServer.member(room, i);
                    users.add(way.user(name, ComparedServer.room(room), figures, proxy.port(), timers));
                }
            }
            for (ComparedUser user : users) user.connect();
        }

        double requestsWhenIdle() throws InterruptedException {
            figures.reset();
            TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
            return perClientAndMinute(figures.requests(), IDLE);
        }

        private double perClientAndMinute(long requests, Duration time) {
            return requests * 60e3 / time.toMillis() / users.size();
        }

        Cost talk() throws InterruptedException {
            List<ScheduledFuture<?>> talking = new ArrayList<>();
            long gap = PERIOD.toNanos() / users.size();
            // Neighbours in the order of time are of different rooms.
            for (int i = 0; i < users.size(); i++) {
                ComparedUser user = users.get(i % ROOMS * MEMBERS + i / ROOMS);
                talking.add(timers.scheduleAtFixedRate(
                        user::speak, i * gap, PERIOD.toNanos(), TimeUnit.NANOSECONDS));
            }
            TimeUnit.NANOSECONDS.sleep(WARM_UP.toNanos());
            figures.reset();
            Duration cpu = cpu();
            long bytes = bytes();
            TimeUnit.NANOSECONDS.sleep(MEASURED.toNanos());
            int deliveries = figures.deliveries();
            double micros = cpu().minus(cpu).toNanos() / 1e3;
            Cost cost = new Cost(
                    figures.deliveryMillis(0.5),
                    figures.deliveryMillis(0.99),
                    figures.ackMillis(0.5),
                    perClientAndMinute(figures.requests(), MEASURED),
                    (double) (bytes() - bytes) / deliveries,
                    micros / deliveries);
            talking.forEach(each -> each.cancel(false));
            return cost;
        }

        private Duration cpu() {
            return process.info()
                    .totalCpuDuration()
                    .orElseThrow(() -> new IllegalStateException("this system tells no process's processor time"));
        }

        private long bytes() {
            FaultProxy.Counters counters = proxy.counters();
            return counters.bytesToServer() + counters.bytesToClient();
        }

        @Override
        public void close() {
            timers.shutdownNow();
            users.forEach(ComparedUser::close);
            proxy.close();
            process.destroyForcibly().onExit().join();
        }
    }
}
