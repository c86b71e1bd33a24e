package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Durability;
import io.imbed.protocol.Message;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.spi.Entry;
import io.imbed.spi.Guard;
import io.imbed.testkit.EntryBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A room list counts the mentions that are kept, so those must not grow with what was said. */
class MentionRowsTest {
    private static final int BATCH = 100;

    @Test
    void ofManyMentionsTheNewestAreKept(@TempDir Path folder) throws Exception {
        try (SqliteFile file = SqliteFile.take(folder, Durability.DISK, "im_", System::nanoTime);
                Session session = file.open(Duration.ofMinutes(1))) {
            Schema.migrate(session, new SqliteDialect());
            write(
                    session,
                    List.of(EntryBuilder.in("room")
                            .put(RoomKind.CHANNEL, null, "e1")
                            .admit("alice", Role.OWNER)
                            .build()));
            for (int from = 0; from < 20 * BATCH; from += BATCH) write(session, posts(from));

            for (String user : List.of("bob", Message.ALL)) {
                List<Long> seqs = session.all(
                        row -> row.number(), "SELECT seq FROM $mention WHERE user_id = ? ORDER BY seq DESC", user);
                assertThat(seqs)
                        .as(user)
                        .hasSizeBetween(MentionTable.KEPT, MentionTable.KEPT + BATCH)
                        .startsWith(20L * BATCH, 20L * BATCH - 1);
                assertThat(seqs.get(0) - seqs.get(seqs.size() - 1)).isEqualTo(seqs.size() - 1L);
            }
        }
    }

    /** All by bob, so that the message for all is one for bob too. */
    private static List<Entry> posts(int from) {
        List<Entry> posts = new ArrayList<>();
        for (int i = from; i < from + BATCH; i++) {
            posts.add(EntryBuilder.in("room")
                    .guard(new Guard.At("e1", 1))
                    .post("bob", "c" + i, "hi", "bob", "carol", Message.ALL)
                    .build());
        }
        return posts;
    }

    private static void write(Session session, List<Entry> entries) {
        new WriteTurn(session, new SqliteDialect()).write(List.of(entries));
    }
}
