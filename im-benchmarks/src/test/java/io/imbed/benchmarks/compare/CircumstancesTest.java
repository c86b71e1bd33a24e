package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CircumstancesTest {
    private static final LocalDate DATE = LocalDate.of(2026, 11, 26);

    @TempDir
    Path home;

    @BeforeEach
    void nodeIsInstalled() throws IOException {
        System.setProperty("im.benchmarks", home.toString());
        Files.createDirectories(home.resolve("node/node_modules"));
        Files.writeString(home.resolve("node/node_modules/.package-lock.json"), "{}");
    }

    @AfterEach
    void asBefore() {
        System.clearProperty("im.benchmarks");
    }

    @Test
    void sayWhatWasAskedFor() throws IOException {
        Options options = Options.parse("rounds=5", "warmup=20", "seconds=6");

        assertThat(Circumstances.talking(DATE, options, EnumSet.of(Peer.IMBED, Peer.NETTY)))
                .startsWith("Measured on 2026-11-26: ")
                .contains("; Java " + System.getProperty("java.runtime.version") + ". ")
                .endsWith(" Each figure is the median of 5 processes. A measurement took 6 s behind a warm-up of 20 s."
                        + " JVM flags: `-Xmx1g -XX:+UseParallelGC`.");
    }

    @Test
    void sayWhoDidOtherwise() throws IOException {
        Options options = Options.parse("rounds=1", "warmup=20", "seconds=6");

        assertThat(Circumstances.talking(DATE, options, EnumSet.of(Peer.IMBED, Peer.NETTY, Peer.WS)))
                .endsWith(
                        " Each figure is of one process. A measurement took 6 s behind a warm-up of 20 s (Imbed, bare Netty),"
                                + " 8 s (Node ws). JVM flags: `-Xmx1g -XX:+UseParallelGC` (Imbed, bare Netty).");
    }

    @Test
    void sayThatHeapsWereTouchedAndNothingOfTimeWhereNobodyTalks() throws IOException {
        assertThat(Circumstances.idle(DATE, Options.parse(), EnumSet.of(Peer.IMBED)))
                .endsWith(" Each figure is the median of 3 processes. JVM flags: `-Xmx1g -XX:+UseParallelGC -Xms1g"
                        + " -XX:+AlwaysPreTouch`.");
    }

    @Test
    void sayWhereFilesAreIfThereAreAny() throws IOException {
        String type = Files.getFileStore(home).type();

        assertThat(Circumstances.talking(DATE, Options.parse(), EnumSet.of(Peer.IMBED, Peer.IMBED_SQLITE)))
                .endsWith(" SQLite's files are on " + type + ".");
    }
}
