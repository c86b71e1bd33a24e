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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was recalled cannot be found in any file of the folder, a short while later. */
class RecalledTextTest {
    private static final String MARKER = "XYZZY";
    private static final int MESSAGES = 150;

    @TempDir
    Path folder;

    private Storage open(Duration delay) throws IOException {
        return SqliteStorage.builder(folder).checkpointDelay(delay).build();
    }

    @Test
    void isInNoFileSoonAfter() throws Exception {
        try (Storage storage = open(Duration.ofMillis(50))) {
            Rooms.make(storage, "room");
            sayThings(storage);
            assertThat(filesWithTheMarker()).isNotEmpty();

            recallAll(storage);

            awaitNoFileHasIt();
        }
    }

    @Test
    void isInNoFileOnceTheStorageIsClosed() throws Exception {
        try (Storage storage = open(Duration.ofDays(1))) {
            Rooms.make(storage, "room");
            sayThings(storage);
            recallAll(storage);
            assertThat(filesWithTheMarker()).as("as long as no checkpoint came").isNotEmpty();
        }

        assertThat(filesWithTheMarker()).isEmpty();
    }

    @Test
    void isGoneWithItsRoom() throws Exception {
        try (Storage storage = open(Duration.ofMillis(50))) {
            Rooms.make(storage, "room");
            sayThings(storage);

            Rooms.append(
                    storage,
                    EntryBuilder.in("room").on(Rooms.state(storage, "room")).drop());

            awaitNoFileHasIt();
        }
    }

    /** The log cannot be emptied while somebody reads in it. That keeps no append waiting, and it is tried again. */
    @Test
    void readerDelaysItAndKeepsNoAppendWaiting() throws Exception {
        try (Storage storage = open(Duration.ofMillis(1))) {
            Rooms.make(storage, "room");
            sayThings(storage);
            CompletableFuture<Void> done = new CompletableFuture<>();
            try (Session reader = new SqliteSession(
                    DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("imbed.db")),
                    "im_",
                    Duration.ofMinutes(1))) {
                reader.execute("BEGIN");
                reader.one(row -> row.number(), "SELECT COUNT(*) FROM $message");

                recallAll(storage);
                long begun = System.nanoTime();
                for (int i = 0; i < 100; i++) {
                    assertThat(Rooms.append(storage, Rooms.post(storage, "room", "more" + i)))
                            .hasOnlyElementsOfType(Outcome.Stored.class);
                }
                assertThat(Duration.ofNanos(System.nanoTime() - begun))
                        .as("less than one wait for a lock")
                        .isLessThan(Duration.ofMillis(SqliteFile.BUSY_MILLIS));
                assertThat(filesWithTheMarker()).isNotEmpty();
            }

            awaitNoFileHasIt();
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

    private void awaitNoFileHasIt() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        CountDownLatch never = new CountDownLatch(1);
        while (!filesWithTheMarker().isEmpty()) {
            assertThat(System.nanoTime()).as(filesWithTheMarker() + " in time").isLessThan(deadline);
            never.await(20, TimeUnit.MILLISECONDS); // files tell nobody that they have changed
        }
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
