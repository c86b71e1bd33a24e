package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.imbed.protocol.Message;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import io.imbed.spi.Storage;
import io.imbed.testkit.EntryBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A batch takes three round trips, counted on the wire: its rooms are locked and all is read, all is written, it is committed.
 * So it is from the first batch on, whether the driver has prepared its statements at the server yet or not.
 */
abstract class TripsCase {
    private TripCounter counter;
    private HikariDataSource pool;
    private Storage storage;

    abstract TestDatabase database();

    /** What the storage is given. */
    DataSource source(DataSource pool) {
        return pool;
    }

    @BeforeEach
    void open() throws Exception {
        counter = new TripCounter(database().port());
        pool = database().through(counter.port());
        storage = JdbcStorage.builder(source(pool))
                .prefix(TestDatabase.freshPrefix())
                .build();
        append(ManyChanges.making(64));
    }

    @AfterEach
    void close() throws Exception {
        storage.close();
        pool.close();
        counter.close();
    }

    private List<Outcome> append(List<Entry> entries) throws Exception {
        return Rooms.get(storage.log().append(entries));
    }

    /** Returns how many round trips it took. */
    private int trips(List<Entry> entries) throws Exception {
        int before = counter.trips();
        assertThat(append(entries)).hasOnlyElementsOfType(Outcome.Stored.class);
        return counter.trips() - before;
    }

    private static List<Entry> posts(int rooms, int each, String cid) {
        List<Entry> posts = new ArrayList<>();
        for (int room = 0; room < rooms; room++) {
            for (int i = 0; i < each; i++) posts.add(ManyChanges.post(room, cid + i));
        }
        return posts;
    }

    @Test
    void postsTakeThreeFromTheFirstBatchOn() throws Exception {
        for (int i = 0; i < 12; i++) {
            assertThat(trips(posts(1, 1, i + "one"))).as("one post").isEqualTo(3);
            assertThat(trips(posts(64, 1, i + "rooms"))).as("64 rooms").isEqualTo(3);
            assertThat(trips(posts(1, 64, i + "room"))).as("64 posts in a room").isEqualTo(3);
        }
    }

    @Test
    void changesOfEveryKindTakeThree() throws Exception {
        append(posts(1, 6, "c"));
        List<Message> messages = new ArrayList<>();
        for (int seq = 1; seq <= 6; seq++) {
            messages.add(
                    Rooms.get(storage.log().message(ManyChanges.room(0), seq)).orElseThrow());
        }

        assertThat(trips(ManyChanges.ofEveryKind(messages))).isEqualTo(3);
    }

    @Test
    void repeatsTakeOneAndTheCommit() throws Exception {
        append(posts(64, 1, "c"));
        int before = counter.trips();

        assertThat(append(posts(64, 1, "c"))).hasOnlyElementsOfType(Outcome.Duplicate.class);

        assertThat(counter.trips() - before).isEqualTo(2);
    }

    /** What a room no longer keeps is seen ahead too. */
    @Test
    void postsInARoomThatIsFullTakeThree() throws Exception {
        String room = ManyChanges.room(0);
        SettingsPatch keep = SettingsPatch.NONE.withKeep(10);
        append(List.of(EntryBuilder.in(room)
                .on(Rooms.state(storage, room))
                .configure(Rooms.state(storage, room), keep)
                .build()));
        for (int batch = 0; batch < 5; batch++) {
            int number = batch;
            List<EntryBuilder> posts = new ArrayList<>();
            for (int i = 0; i < 4; i++) posts.add(Rooms.post(storage, room, number + "c" + i));

            assertThat(trips(posts.stream().map(EntryBuilder::build).toList())).isEqualTo(3);
        }
        assertThat(IntStream.rangeClosed(1, 10))
                .allSatisfy(seq ->
                        assertThat(Rooms.get(storage.log().message(room, seq))).isEmpty());
    }
}
