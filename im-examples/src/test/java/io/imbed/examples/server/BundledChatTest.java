package io.imbed.examples.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BundledChatTest {
    private static final String HERE = "/io/imbed/examples/server/";

    @Test
    void filesAreThoseThatTheBuildLists() {
        Map<String, byte[]> files = BundledChat.files(HERE + "bundle/");

        assertThat(files).containsOnlyKeys("index.html", "assets/a.js");
        assertThat(new String(files.get("assets/a.js"), UTF_8)).isEqualTo("start()\n");
    }

    @Test
    void thereAreNoneWhereTheBuildLeftThemOut() {
        assertThat(BundledChat.files(HERE + "no-bundle/")).isEmpty();
    }

    @Test
    void listedFileThatIsMissingIsToldAtStart() {
        assertThatIllegalStateException()
                .isThrownBy(() -> BundledChat.files(HERE + "broken-bundle/"))
                .withMessageContaining("index.html");
    }
}
