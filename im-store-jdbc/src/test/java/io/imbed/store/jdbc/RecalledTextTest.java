package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Message;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.RoomState;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recalled cannot be found in any file of the folder, a short while later. */
class RecalledTextTest {
    private static final String MARKER = "XYZZY";
    private static final int MESSAGES = 150;

    private static final Duration SHORT = Duration.ofMillis(1);

    private final DirectThreads threads = new DirectThreads();

    @TempDir
    Path folder;

    private Storage open() throws IOException {
        return SqliteStorage.builder(folder).threads(threads).build();
    }

    @Test
    void isInNoFileTenSecondsAfter() throws Exception {
        try (Storage storage = open()) {
            Rooms.make(storage, "room");
            sayThings(storage);
            recallAll(storage);

            threads.advance(Checkpoints.DELAY.minus(SHORT));
            assertThat(filesWithTheMarker()).as("as long as no checkpoint came").isNotEmpty();

            threads.advance(SHORT);
            assertThat(filesWithTheMarker()).isEmpty();
        }
    }

    @Test
    void isInNoFileOnceTheStorageIsClosed() throws Exception {
        try (Storage storage = open()) {
            Rooms.make(storage, "room");
            sayThings(storage);
            recallAll(storage);
            assertThat(filesWithTheMarker()).as("as long as no checkpoint came").isNotEmpty();
        }

        assertThat(filesWithTheMarker()).isEmpty();
    }

    @Test
    void isGoneWithItsRoom() throws Exception {
        try (Storage storage = open()) {
            Rooms.make(storage, "room");
            sayThings(storage);

            Rooms.append(
                    storage,
                    EntryBuilder.in("room").on(Rooms.state(storage, "room")).drop());
            threads.advance(Checkpoints.DELAY);

            assertThat(filesWithTheMarker()).isEmpty();
        }
    }

    /** The log cannot be emptied while somebody reads in it. That keeps no append waiting, and it is tried again. */
    @Test
    void readerDelaysItAndKeepsNoAppendWaiting() throws Exception {
        try (Storage storage = open()) {
            Rooms.make(storage, "room");
            sayThings(storage);
            try (Session reader = new SqliteSession(
                    DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("imbed.db")),
                    "im_",
                    Duration.ofMinutes(1),
                    System::nanoTime)) {
                reader.execute("BEGIN");
                reader.one(row -> row.number(), "SELECT COUNT(*) FROM $message");

                recallAll(storage);
                threads.advance(Checkpoints.DELAY);
                long begun = System.nanoTime();
                for (int i = 0; i < 20; i++) {
                    assertThat(Rooms.append(storage, Rooms.post(storage, "room", "more" + i)))
                            .hasOnlyElementsOfType(Outcome.Stored.class);
                    threads.advance(Checkpoints.AGAIN);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("less than one wait for a lock")
                        .isLessThan(Duration.ofMillis(SqliteFile.BUSY_MILLIS));
                assertThat(filesWithTheMarker()).isNotEmpty();
            }

            threads.advance(Checkpoints.AGAIN);
            assertThat(filesWithTheMarker()).isEmpty();
        }
    }

    /** Some fit into a row, some need a few pages; some are edited to something shorter. */
    private void sayThings(Storage storage) throws Exception {
        Random random = new Random(1);
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            entries.add(EntryBuilder.in("room")
                    .on(Rooms.state(storage, "room"))
                    .post("alice", "c" + i, text(random))
                    .build());
        }
        assertThat(Rooms.get(storage.log().append(entries))).hasOnlyElementsOfType(Outcome.Stored.class);
        for (int seq = 1; seq <= MESSAGES; seq += 3) {
            change(
                    storage,
                    seq,
                    message -> EntryBuilder.in("room").on(state(storage)).edit(message, MARKER));
        }
    }

    private static String text(Random random) {
        return MARKER.repeat(10 + random.nextInt(random.nextInt(10) == 0 ? 8_000 : 100));
    }

    private static RoomState state(Storage storage) {
        try {
            return Rooms.state(storage, "room");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void recallAll(Storage storage) throws Exception {
        for (int seq = 1; seq <= MESSAGES; seq++) {
            change(
                    storage,
                    seq,
                    message -> EntryBuilder.in("room").on(state(storage)).recall(message));
        }
    }

    private static void change(Storage storage, long seq, Function<Message, EntryBuilder> change) throws Exception {
        Message message = Rooms.get(storage.log().message("room", seq)).orElseThrow();
        assertThat(Rooms.append(storage, change.apply(message))).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    private List<String> filesWithTheMarker() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(RecalledTextTest::hasTheMarker)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static boolean hasTheMarker(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(MARKER);
        } catch (IOException e) {
            return false; // it is gone meanwhile
        }
    }
}
