package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import io.imbed.testkit.history.FinalLog;
import io.imbed.testkit.history.HistoryChecker;
import io.imbed.testkit.history.HistoryRecorder;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server process is killed with SIGKILL while clients send as fast as it answers, and started again, several times; then
 * everything that anybody was told is held against the log. {@code -Dim.kills} says how often, {@code -Dim.seed} when.
 */
class KillIT {
    private static final int KILLS = Integer.getInteger("im.kills", 3);
    private static final List<String> ROOMS =
            IntStream.range(0, 4).mapToObj(i -> "room" + i).toList();
    private static final int TALKERS = 8;

    private @Nullable Process process;

    @TempDir
    Path folder;

    @AfterEach
    void end() throws InterruptedException {
        kill();
    }

    @Test
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void nothingAcknowledgedIsLostRepeatedOrReordered() throws Exception {
        long seed = Long.getLong("im.seed", System.nanoTime());
        Random random = new Random(seed);
        try (Storage storage = SqliteStorage.create(folder)) {
            for (String room : ROOMS) {
                Rooms.append(storage, EntryBuilder.in(room).put(RoomKind.CHANNEL, null, "e-" + room));
            }
        }
        int port = start(0);
        URI server = URI.create("ws://127.0.0.1:" + port + "/im");
        List<Talker> talkers = new ArrayList<>();
        try (HistoryRecorder recorder = HistoryRecorder.inMemory(System::nanoTime)) {
            for (int i = 0; i < TALKERS; i++) talkers.add(new Talker("user" + i, server, recorder));
            for (Talker talker : talkers) talker.start(ROOMS);
            for (int kill = 0; kill < KILLS; kill++) {
                talkers.get(0).awaitAcked(talkers.get(0).acked() + 20 + random.nextInt(200));
                kill();
                start(port);
                talkers.forEach(Talker::reconnectNow);
            }
            for (Talker talker : talkers) talker.awaitAcked(talker.acked() + 1);
            for (Talker talker : talkers) talker.fallSilent();
            for (String room : ROOMS) {
                Cursor head = talkers.get(0).head(room);
                for (Talker talker : talkers) talker.awaitCaughtUp(head, room);
            }
            kill();

            FinalLog log = new FinalLog();
            try (Storage storage = SqliteStorage.create(folder)) {
                for (String room : ROOMS) {
                    for (Event event : Rooms.events(storage, room)) log.add(event);
                    assertThat(log.head(room))
                            .isEqualTo(Rooms.state(storage, room).head());
                }
            }
            HistoryChecker.require("seed " + seed, recorder.steps(), log);
            assertThat(talkers).allMatch(talker -> talker.acked() > KILLS);
        } finally {
            talkers.forEach(Talker::close);
        }
    }

    /** Returns its port once it accepts connections. */
    private int start(int port) throws IOException {
        // On the module path the tests' own classes are a patch of the module; failsafe says where they are.
        String path = Stream.of("java.class.path", "jdk.module.path", "im.test.classes")
                .map(System::getProperty)
                .filter(part -> part != null && !part.isEmpty())
                .reduce((a, b) -> a + File.pathSeparator + b)
                .orElseThrow();
        Process started = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        path,
                        KilledServer.class.getName(),
                        folder.toString(),
                        Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = started;
        BufferedReader out =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("PORT ")) return Integer.parseInt(line.substring(5));
        }
        throw new IOException("the server ended before it was ready");
    }

    /** On Linux and macOS this is SIGKILL: nothing of it runs any more. */
    private void kill() throws InterruptedException {
        Process running = process;
        if (running == null) return;
        running.destroyForcibly().waitFor();
        process = null;
    }
}
