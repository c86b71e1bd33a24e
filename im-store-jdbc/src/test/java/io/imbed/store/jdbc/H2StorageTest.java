package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Durability;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** What is particular to rooms in H2, and what is refused. */
class H2StorageTest {
    private final List<Storage> opened = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        opened.forEach(Storage::close);
    }

    private static JdbcDataSource source(String url) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url);
        source.setUser("sa");
        return source;
    }

    private JdbcDataSource file() {
        return source("jdbc:h2:" + folder.resolve("rooms"));
    }

    private Storage open(JdbcStorage.Builder builder) throws IOException {
        Storage storage = builder.build();
        opened.add(storage);
        return storage;
    }

    private static void sql(DataSource source, String... statements) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement run = connection.createStatement()) {
            for (String each : statements) run.execute(each);
        }
    }

    @Test
    void saysThatItSurvivesTheLossOfPowerAndIsForOneNode() throws Exception {
        assertThat(open(JdbcStorage.builder(file())).traits()).isEqualTo(new Storage.Traits(Durability.DISK, false, 1));
    }

    @Test
    void secondNodeOfThisProcessIsRefusedUntilTheFirstIsClosed() throws Exception {
        Storage first = open(JdbcStorage.builder(file()));

        assertThatThrownBy(() -> open(JdbcStorage.builder(file())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use by another node");

        first.close();
        Rooms.make(open(JdbcStorage.builder(file())), "room");
    }

    @Test
    void secondNodeOfAServerIsRefusedUntilTheFirstHasGone() throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists", "-baseDir", folder.toString())
                .start();
        try {
            String url = "jdbc:h2:tcp://127.0.0.1:" + server.getPort() + "/./rooms";
            Storage first = open(JdbcStorage.builder(source(url)));
            Rooms.make(first, "room");

            assertThatThrownBy(() -> open(JdbcStorage.builder(source(url))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use by another node");

            first.close();
            assertThat(Rooms.state(open(JdbcStorage.builder(source(url))), "room")
                            .rev())
                    .isEqualTo(1);
        } finally {
            close();
            server.stop();
        }
    }

    /** H2 itself would keep it for a while in the memory of this process. */
    @Test
    void whatWasAcknowledgedIsInTheFile(@TempDir Path copy) throws Exception {
        Storage storage =
                open(JdbcStorage.builder(source("jdbc:h2:" + folder.resolve("rooms") + ";WRITE_DELAY=60000")));
        Rooms.make(storage, "room");
        Rooms.append(storage, Rooms.post(storage, "room", "c1"));

        Files.copy(folder.resolve("rooms.mv.db"), copy.resolve("rooms.mv.db"));

        Storage found = open(JdbcStorage.builder(source("jdbc:h2:" + copy.resolve("rooms"))));
        assertThat(Rooms.events(found, "room")).hasSize(2);
    }

    @Test
    void databaseInMemoryIsRefused() {
        assertThatThrownBy(() -> JdbcStorage.create(source("jdbc:h2:mem:rooms")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("MemoryStorage");
    }

    @Test
    void userWhoMayNotSyncIsRefused() throws Exception {
        sql(file(), "CREATE USER weak PASSWORD ''", "GRANT ALTER ANY SCHEMA TO weak");
        JdbcDataSource weak = file();
        weak.setUser("weak");

        assertThatThrownBy(() -> JdbcStorage.create(weak))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must have ADMIN rights");
    }

    @Test
    void tablesThatTheHostMadeFromOurTextAreEnough() throws Exception {
        assertThatThrownBy(() -> open(JdbcStorage.builder(file()).schema(SchemaMode.CHECK)))
                .hasMessageContaining("there is no table im_schema");

        sql(file(), JdbcStorage.schema("h2", "im_").split(";\n"));

        Rooms.make(open(JdbcStorage.builder(file()).schema(SchemaMode.CHECK)), "room");
    }

    @Test
    void sqliteIsToldWhatItIsFor() {
        SQLiteDataSource sqlite = new SQLiteDataSource();
        sqlite.setUrl("jdbc:sqlite:" + folder.resolve("a.db"));

        assertThatThrownBy(() -> JdbcStorage.create(sqlite))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("use SqliteStorage");
    }

    @Test
    void schemaIsOfADialectThatThereIs() {
        assertThatThrownBy(() -> JdbcStorage.schema("oracle", "im_"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[postgresql, mysql, h2]");
        assertThatThrownBy(() -> JdbcStorage.schema("h2", "a;b")).isInstanceOf(IllegalArgumentException.class);
    }
}
