package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.imbed.Draft;
import io.imbed.client.ImClient;
import io.imbed.client.Room;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server is run under strace, which sees whether what was acknowledged was synced to the disk before: kill -9 cannot tell,
 * as what the system has taken survives it. Left out where there is no strace, or tracing is not allowed.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SyncIT {
    private static final int USERS = 8;
    private static final int SENDS_EACH = 20;
    private static final Pattern TEXT = Pattern.compile("user\\d says \\d+;");

    private final Map<String, Long> sent = new HashMap<>(); // what was said, and the seq that it was given

    @TempDir
    Path folder;

    @BeforeEach
    void tracingIsPossible() throws Exception {
        assumeTrue(traces(), "strace is missing or may not trace: install it, and allow ptrace");
    }

    private boolean traces() throws Exception {
        List<String> command = new ArrayList<>(SyncTrace.STRACE);
        command.addAll(List.of("-o", folder.resolve("probe").toString(), "true"));
        try {
            Process probe =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            probe.getInputStream().readAllBytes();
            return probe.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    void nobodyIsToldOfAMessageBeforeItIsSynced() throws Exception {
        SyncTrace trace = traced("sqlite:");

        System.out.println("strace: " + trace);
        assertThat(trace.acks()).isEqualTo(USERS * SENDS_EACH);
        assertThat(trace.toldTooEarly(sent)).isEmpty();
    }

    /** The proof of the proof: without a sync for each commit, kill -9 finds nothing, and this does. */
    @Test
    void serverThatDoesNotSyncIsCaught() throws Exception {
        SyncTrace trace = traced("weak:");

        System.out.println("strace of one that does not sync: " + trace);
        assertThat(trace.toldTooEarly(sent)).hasSizeGreaterThan(USERS * SENDS_EACH / 2);
    }

    /** {@code synchronous=OFF}: then SQLite never syncs, and says that everything is committed. */
    @Test
    void serverThatNeverSyncsIsCaughtWithEachMessage() throws Exception {
        SyncTrace trace = traced("NoSync:");

        System.out.println("strace of one that never syncs: " + trace);
        assertThat(trace.acks()).isEqualTo(USERS * SENDS_EACH);
        assertThat(trace.toldTooEarly(sent)).hasSize(USERS * SENDS_EACH);
    }

    private SyncTrace traced(String kind) throws Exception {
        Path data = folder.resolve("data");
        String address = kind + data;
        try (Storage storage = Place.open("sqlite:" + data)) {
            Rooms.append(storage, EntryBuilder.in("room").put(RoomKind.CHANNEL, null, "e1"));
        }
        Path file = folder.resolve("trace");
        List<String> strace = new ArrayList<>(SyncTrace.STRACE);
        strace.addAll(List.of("-o", file.toString()));
        try (ServerProcess server = ServerProcess.start(address, 0, strace.toArray(String[]::new))) {
            converse(URI.create("ws://127.0.0.1:" + server.awaitReady() + "/im"));
        }
        assertThat(Files.size(file)).isPositive();
        return SyncTrace.read(file, TEXT);
    }

    /** They send at once, so that several stand in one batch, and everybody is told of everything. */
    private void converse(URI server) throws Exception {
        List<ImClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < USERS; i++) {
                ImClient client =
                        ImClient.builder(server).token("guest:user" + i).build();
                clients.add(client);
                Rooms.get(client.connect());
                Rooms.get(client.room("room").join());
            }
            for (int send = 0; send < SENDS_EACH; send++) {
                Map<String, CompletionStage<Result.Sent>> answers = new HashMap<>();
                for (int i = 0; i < USERS; i++) {
                    Room room = clients.get(i).room("room");
                    String text = "user" + i + " says " + send + ";";
                    answers.put(text, room.send(Draft.text(text)));
                }
                for (var each : answers.entrySet()) {
                    sent.put(each.getKey(), Rooms.get(each.getValue()).seq());
                }
            }
        } finally {
            clients.forEach(ImClient::close);
        }
    }
}
