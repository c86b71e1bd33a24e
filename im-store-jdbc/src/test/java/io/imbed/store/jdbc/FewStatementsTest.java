package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Message;
import io.imbed.spi.Entry;
import io.imbed.spi.Outcome;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many statements a batch takes does not depend on how large it is. */
class FewStatementsTest {
    private final CountedStatements statements = new CountedStatements();
    private Session session;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        session = new Session(
                statements.around(DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("rooms.db"))), "im_");
        Schema.migrate(session, new SqliteDialect());
        write(ManyChanges.making(64));
        statements.take();
    }

    @AfterEach
    void close() {
        session.close();
    }

    private List<Outcome> write(List<Entry> entries) {
        return new WriteTurn(session, new SqliteDialect())
                .write(List.of(entries))
                .get(0);
    }

    /** Of each statement what it does to which table. */
    private List<String> kinds() {
        return statements.take().stream()
                .map(sql -> sql.replaceFirst("(SELECT) .*? FROM (im_\\w+)( r JOIN im_message)?.*", "$1 $2$3")
                        .replaceFirst("(DELETE|INSERT|UPDATE)( FROM| INTO)? (im_\\w+).*", "$1 $3"))
                .toList();
    }

    private static final String[] POSTS = {
        "SELECT im_room",
        "SELECT im_message",
        "SELECT im_member",
        "SELECT im_mention",
        "SELECT im_room r JOIN im_message",
        "UPDATE im_member",
        "UPDATE im_room",
        "INSERT im_event",
        "INSERT im_mention",
        "INSERT im_message"
    };

    @Test
    void postsInManyRoomsTakeAsManyStatementsAsOne() {
        write(List.of(ManyChanges.post(0, "c0")));
        assertThat(kinds()).containsExactly(POSTS);

        List<Outcome> outcomes = write(
                IntStream.range(0, 64).mapToObj(i -> ManyChanges.post(i, "c1")).toList());

        assertThat(kinds()).containsExactly(POSTS);
        assertThat(outcomes).hasSize(64).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    @Test
    void manyPostsInOneRoomTakeAsManyStatementsAsOne() {
        List<Outcome> outcomes = write(IntStream.range(0, 64)
                .mapToObj(i -> ManyChanges.post(0, "c" + i))
                .toList());

        assertThat(kinds()).containsExactly(POSTS);
        assertThat(outcomes).hasSize(64).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    @Test
    void repeatsBringTheirMessagesWithThem() {
        List<Entry> posts =
                IntStream.range(0, 64).mapToObj(i -> ManyChanges.post(i, "c")).toList();
        write(posts);
        statements.take();

        List<Outcome> outcomes = write(posts);

        assertThat(outcomes).hasSize(64).hasOnlyElementsOfType(Outcome.Duplicate.class);
        assertThat(kinds()).containsExactly(POSTS[0], POSTS[1], POSTS[2], POSTS[3], POSTS[4]);
    }

    @Test
    void nothingIsAskedOfRoomsThatAreNotThere() {
        write(List.of(ManyChanges.post(100, "c"), ManyChanges.post(101, "c")));

        assertThat(kinds()).containsExactly("SELECT im_room");
    }

    @Test
    void batchOfEveryKindReadsEachTableOnceAndThenOnlyWrites() {
        write(IntStream.range(0, 6).mapToObj(i -> ManyChanges.post(0, "c" + i)).toList());
        List<Message> messages = IntStream.rangeClosed(1, 6)
                .mapToObj(seq -> MessageTable.bySeq(session, ManyChanges.room(0), seq)
                        .orElseThrow()
                        .message())
                .toList();
        statements.take();

        List<Outcome> outcomes = write(ManyChanges.ofEveryKind(messages));

        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Stored.class);
        assertThat(kinds())
                .containsExactly(
                        "SELECT im_room",
                        "SELECT im_message", // by client id
                        "SELECT im_message", // by number
                        "SELECT im_member",
                        "SELECT im_restraint",
                        "SELECT im_reaction",
                        "SELECT im_mention",
                        "SELECT im_room r JOIN im_message",
                        "DELETE im_mention",
                        "DELETE im_reaction",
                        "UPDATE im_member",
                        "UPDATE im_message",
                        "UPDATE im_room",
                        "INSERT im_event",
                        "INSERT im_joining",
                        "INSERT im_member",
                        "INSERT im_mention",
                        "INSERT im_message",
                        "INSERT im_reaction");
    }

    @Test
    void rowThatIsNotThereWhenItIsWrittenIsADefect() {
        Writes writes = new Writes();
        MemberTable.delete(writes, ManyChanges.room(0), "alice");
        MemberTable.delete(writes, ManyChanges.room(0), "nobody");

        assertThatThrownBy(() -> writes.send(session, PlainBulk.withValues()))
                .isInstanceOf(Write.MissingRow.class)
                .hasMessageContaining("$member");
    }
}
