package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ProgramTest {
    private static final String HOME = "im.benchmarks";

    @TempDir
    Path home;

    @BeforeEach
    void nothingInstalled() {
        System.setProperty(HOME, home.toString());
    }

    @AfterEach
    void asBefore() {
        System.clearProperty(HOME);
    }

    @Test
    void whatIsNotInstalledIsToldWithWhatInstallsIt() throws IOException {
        assertThatThrownBy(() -> Program.others("StompServer", "1g").command(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mvn -q -DskipTests -DskipWeb package");
        assertThatThrownBy(() -> Program.node("ws.mjs").command(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("npm ci --prefix " + home.resolve("node"));
    }

    @Test
    void startsWhatIsInstalled() throws IOException {
        Files.createDirectories(home.resolve("peers/target"));
        Files.writeString(home.resolve("peers/target/run.classpath"), "/a.jar");
        Files.createDirectories(home.resolve("node/node_modules"));
        Files.writeString(home.resolve("node/node_modules/.package-lock.json"), "{}");

        assertThat(Program.others("StompServer", "2g").command(false))
                .containsSubsequence(
                        "-Xmx2g",
                        "-cp",
                        home.resolve("peers/target/classes") + System.getProperty("path.separator") + "/a.jar",
                        "io.imbed.benchmarks.others.StompServer");
        assertThat(Program.others("StompServer", "2g").command(true))
                .containsSubsequence("-Xmx2g", "-Xms2g", "-XX:+AlwaysPreTouch", "-cp");
        assertThat(Program.node("ws.mjs").command(true))
                .containsExactly("node", home.resolve("node/ws.mjs").toString());
    }

    @Test
    void nodeIsWarmSooner() {
        Duration asked = Duration.ofSeconds(25);
        assertThat(Program.ours(Object.class).warmUp(asked)).isEqualTo(asked);
        assertThat(Program.node("ws.mjs").warmUp(asked)).isLessThan(asked);
        assertThat(Program.node("ws.mjs").warmUp(Duration.ofSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    }
}
