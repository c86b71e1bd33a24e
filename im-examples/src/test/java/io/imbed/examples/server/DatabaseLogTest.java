package io.imbed.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imbed.protocol.Durability;
import io.imbed.spi.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseLogTest {
    @Test
    void opensWithTheUserOfTheEnvironment(@TempDir Path folder) throws Exception {
        String url = "jdbc:h2:" + folder.resolve("rooms");
        Map<String, String> environment = Map.of("IMBED_DB_USER", "sa", "IMBED_DB_PASSWORD", "secret");

        try (Storage storage = DatabaseLog.of(url, environment).open()) {
            assertThat(storage.traits().durability()).isEqualTo(Durability.DISK);
        }

        assertThatThrownBy(() -> DatabaseLog.of(url, Map.of("IMBED_DB_USER", "sa", "IMBED_DB_PASSWORD", "guess"))
                        .open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot keep rooms in " + url)
                .hasMessageContaining("IMBED_DB_PASSWORD")
                .hasMessageNotContaining("guess");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db/chat?user=chat&password=secret",
                "jdbc:mariadb://chat:secret@db/chat",
                "jdbc:h2:./rooms;USER=sa;PASSWORD=secret"
            })
    void passwordOnTheCommandLineIsRefusedAndNotRepeated(String url) {
        assertThatThrownBy(() -> LogPlace.of(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("IMBED_DB_PASSWORD")
                .hasMessageNotContaining("secret");
    }

    @Test
    void passwordIsNotShown() {
        DatabaseLog log = DatabaseLog.of("jdbc:mariadb://db:3306/chat", Map.of("IMBED_DB_PASSWORD", "secret"));

        assertThat(log.toString()).isEqualTo("jdbc:mariadb://db:3306/chat");
    }
}
