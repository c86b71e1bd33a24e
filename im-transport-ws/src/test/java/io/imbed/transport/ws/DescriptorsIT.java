package io.imbed.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.testkit.ConnectRefusedException;
import io.imbed.testkit.websocket.Probe;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A server whose process has no file descriptor left. The library by itself closes its listening socket then, and is deaf
 * for ever.
 */
class DescriptorsIT {
    private static final int DESCRIPTORS = 200;
    private static final long RELIEF_NANOS = Duration.ofSeconds(5).toNanos();

    private int port;

    @Test
    void refusesServesThoseItHasAndAcceptsAgainWithinFiveSecondsOfRelief() throws Exception {
        Process server = start();
        List<RawClient> held = new ArrayList<>();
        URI address = URI.create("ws://127.0.0.1:" + port + "/im");
        try (Probe probe = Probe.connect(address, "guest:probe")) {
            Probe.RoundTrips taken = probe.during(() -> exhaust(held));

            assertThat(held).hasSizeBetween(10, DESCRIPTORS);
            assertThat(taken.p99()).isLessThan(Duration.ofMillis(500));

            held.forEach(RawClient::vanish);
            long relief = System.nanoTime();
            openSoon().vanish();
            assertThat(System.nanoTime() - relief).isLessThan(RELIEF_NANOS);
            assertThat(probe.roundTrip()).isLessThan(Duration.ofMillis(500));
        } finally {
            held.forEach(RawClient::vanish);
            server.getOutputStream().close();
            if (!server.waitFor(20, TimeUnit.SECONDS)) server.destroyForcibly();
        }
    }

    /** Connects until twenty in a row were dropped. */
    private void exhaust(List<RawClient> held) {
        for (int dropped = 0; dropped < 20 && held.size() <= DESCRIPTORS; ) {
            RawClient client = tryToOpen();
            if (client == null) dropped++;
            else held.add(client);
        }
    }

    private RawClient openSoon() {
        long end = System.nanoTime() + Rig.PATIENCE.toNanos();
        RawClient client = null;
        while (client == null && System.nanoTime() < end) client = tryToOpen();
        assertThat(client).isNotNull();
        return client;
    }

    /** Null if it was dropped. */
    private RawClient tryToOpen() {
        try {
            RawClient client = RawClient.connect(port);
            if (client.request("/im") == 101) return client;
            client.vanish();
            return null;
        } catch (ConnectRefusedException deaf) {
            throw new AssertionError("nobody listens any more", deaf);
        } catch (IOException dropped) {
            return null;
        }
    }

    private Process start() throws IOException {
        // On the module path the tests' own classes are a patch of the module; failsafe says where they are.
        String path = Stream.of("java.class.path", "jdk.module.path", "im.test.classes")
                .map(System::getProperty)
                .filter(part -> part != null && !part.isEmpty())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        String java = System.getProperty("java.home") + "/bin/java";
        String run = "ulimit -n " + DESCRIPTORS + " && exec \"$@\"";
        Process started = new ProcessBuilder(
                        "sh",
                        "-c",
                        run,
                        "sh",
                        java,
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        path,
                        ExhaustedServer.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("PORT ")) {
                port = Integer.parseInt(line.substring(5));
                return started;
            }
        }
        throw new IOException("the server ended before it was ready");
    }
}
