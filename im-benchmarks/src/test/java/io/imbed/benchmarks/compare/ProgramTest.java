package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        assertThatThrownBy(Program.others("StompServer")::command)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mvn -q -DskipTests -DskipWeb package");
    }

    @Test
    void startsWhatIsInstalled() throws IOException {
        Files.createDirectories(home.resolve("peers/target"));
        Files.writeString(home.resolve("peers/target/run.classpath"), "/a.jar");

        assertThat(Program.others("StompServer").command())
                .containsSubsequence(
                        "-cp",
                        home.resolve("peers/target/classes") + System.getProperty("path.separator") + "/a.jar",
                        "io.imbed.benchmarks.others.StompServer");
    }
}
