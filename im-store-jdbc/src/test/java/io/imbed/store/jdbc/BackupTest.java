package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Role;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a database, and databases that were restored. */
class BackupTest {
    @TempDir
    Path folder;

    @TempDir
    Path target;

    @Test
    void copyOfAStorageInUseHasAllThatWasAcknowledgedAndBeginsAnotherEpoch() throws Exception {
        try (Storage storage = SqliteStorage.create(folder)) {
            Rooms.make(storage, "room");
            Rooms.append(storage, Rooms.post(storage, "room", "c1"));
            List<CompletionStage<List<Outcome>>> meanwhile = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Entry entry = Rooms.post(storage, "room", "m" + i).build();
                meanwhile.add(storage.log().append(List.of(entry)));
            }

            SqliteStorage.builder(folder).backup(target.resolve("copy"));

            for (CompletionStage<List<Outcome>> each : meanwhile) Rooms.get(each);
        }
        String first;
        try (Storage copy = SqliteStorage.create(target.resolve("copy"))) {
            first = Rooms.state(copy, "room").epoch();
            assertThat(first).isNotEqualTo("e-room");
            // A moment between two transactions: no holes, and what was acknowledged before is there.
            assertThat(Rooms.events(copy, "room"))
                    .hasSizeGreaterThanOrEqualTo(2)
                    .hasSize((int) Rooms.state(copy, "room").rev());
            assertThat(Rooms.append(copy, Rooms.post(copy, "room", "new"))).hasOnlyElementsOfType(Outcome.Stored.class);
        }
        try (Storage copy = SqliteStorage.create(target.resolve("copy"))) {
            assertThat(Rooms.state(copy, "room").epoch())
                    .as("of a copy that was opened before")
                    .isEqualTo(first);
        }
        try (Storage storage = SqliteStorage.create(folder)) {
            assertThat(Rooms.state(storage, "room").epoch()).isEqualTo("e-room");
        }
    }

    @Test
    void whatWasRestoredInAnyOtherWayBeginsAnotherEpochWhenItIsSaid() throws Exception {
        try (Storage storage = SqliteStorage.create(folder)) {
            Rooms.make(storage, "room");
        }

        try (Storage storage = SqliteStorage.builder(folder).restored().build()) {
            assertThat(Rooms.state(storage, "room").epoch()).isNotEqualTo("e-room");
        }
    }

    @Test
    void copyHasNothingThatWasRecalledWhereverItStood() throws Exception {
        try (Storage storage = SqliteStorage.create(folder)) {
            Rooms.make(storage, "room");
            for (int i = 1; i <= 60; i++) {
                String text = "XYZZY".repeat(40);
                Rooms.append(
                        storage,
                        EntryBuilder.in("room").on(Rooms.state(storage, "room")).post("alice", "c" + i, text));
                Rooms.append(
                        storage,
                        EntryBuilder.in("room")
                                .on(Rooms.state(storage, "room"))
                                .edit(
                                        Rooms.get(storage.log().message("room", i))
                                                .orElseThrow(),
                                        text + text));
            }
            for (int i = 1; i <= 60; i++) {
                Rooms.append(
                        storage,
                        EntryBuilder.in("room")
                                .on(Rooms.state(storage, "room"))
                                .recall(Rooms.get(storage.log().message("room", i))
                                        .orElseThrow()));
            }

            SqliteStorage.builder(folder).backup(target);

            assertThat(new String(Files.readAllBytes(target.resolve("imbed.db")), StandardCharsets.ISO_8859_1))
                    .doesNotContain("XYZZY");
        }
    }

    @Test
    void copyIsNeverWrittenOverADatabase() throws Exception {
        try (Storage storage = SqliteStorage.create(folder)) {
            Rooms.make(storage, "room");
            Rooms.append(
                    storage,
                    EntryBuilder.in("room").on(Rooms.state(storage, "room")).admit("bob", Role.MEMBER));

            assertThatThrownBy(() -> SqliteStorage.builder(folder).backup(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is there already");
            assertThatThrownBy(() -> SqliteStorage.builder(target).backup(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("there is no");
        }
    }
}
