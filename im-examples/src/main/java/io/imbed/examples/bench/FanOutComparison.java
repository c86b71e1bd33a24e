package io.imbed.examples.bench;

import io.imbed.examples.ImServerMain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what one delivery costs the example server, with everything in force (log, numbers, acks, idempotence,
 * envelope, policy), and a bare Java-WebSocket server that calls {@code broadcast()}: one room of 500, saturated,
 * 100-byte messages.
 *
 * <p>Each measurement has a server process of its own; the two kinds take turns, three times. A server's cost is the
 * processor time that its process has used, user and system, divided by the deliveries counted at the receivers. Figures
 * move with the machine; the ratio within one run is what counts.
 *
 * <pre>java -cp im-examples/target/im-server.jar io.imbed.examples.bench.FanOutComparison</pre>
 */
public final class FanOutComparison {
    private static final int ROUNDS = 3;
    private static final int MEMBERS = 500;
    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(8);
    private static final Pattern READY = Pattern.compile("READY ws=(\\S+).*");

    private FanOutComparison() {}

    private record Cost(double micros, double perSecond) {}

    public static void main(String[] args) throws Exception {
        List<Cost> imbed = new ArrayList<>();
        List<Cost> bare = new ArrayList<>();
        System.out.printf("%-12s %16s %18s%n", "server", "deliveries/s", "CPU µs/delivery");
        for (int round = 0; round < ROUNDS; round++) {
            imbed.add(print("imbed", measure(Crowd.Speech.IM_V1, imbedServer())));
            bare.add(print("broadcast()", measure(Crowd.Speech.BARE, List.of(BareServer.class.getName()))));
        }
        double ratio = median(imbed).micros() / median(bare).micros();
        System.out.printf(
                Locale.ROOT,
                "median CPU per delivery: imbed %.2f µs, broadcast() %.2f µs, ratio %.3f (wanted: 0.25 at most)%n",
                median(imbed).micros(),
                median(bare).micros(),
                ratio);
        if (ratio > 0.25) System.exit(1);
    }

    private static List<String> imbedServer() {
        return List.of(ImServerMain.class.getName(), "--ws-port", "0", "--http-port", "0", "--limits", "open");
    }

    private static Cost print(String name, Cost cost) {
        System.out.printf(Locale.ROOT, "%-12s %16.0f %18.2f%n", name, cost.perSecond(), cost.micros());
        return cost;
    }

    private static Cost median(List<Cost> costs) {
        return costs.stream()
                .sorted((a, b) -> Double.compare(a.micros(), b.micros()))
                .toList()
                .get(costs.size() / 2);
    }

    private static Cost measure(Crowd.Speech speech, List<String> main) throws Exception {
        Process server = start(main);
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            try (Crowd crowd = Crowd.connect(address(said), speech, MEMBERS)) {
                crowd.talk(WARM_UP);
                Duration cpu = cpu(server);
                long nanos = System.nanoTime();
                long deliveries = crowd.talk(MEASURED);
                double seconds = (System.nanoTime() - nanos) / 1e9;
                double micros = cpu(server).minus(cpu).toNanos() / 1e3;
                return new Cost(micros / deliveries, deliveries / seconds);
            }
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static URI address(BufferedReader said) throws IOException {
        String line = said.readLine();
        Matcher ready = READY.matcher(String.valueOf(line));
        if (!ready.matches()) throw new IOException("the server did not start: " + line);
        return URI.create(ready.group(1));
    }

    private static Duration cpu(Process process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("this system does not tell a process's processor time"));
    }

    private static Process start(List<String> main) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(main);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
