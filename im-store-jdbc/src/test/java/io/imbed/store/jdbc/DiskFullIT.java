package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.imbed.spi.Storage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk becomes full while clients send: a small file system in memory, which root may mount. Left out where that is not
 * allowed; {@code AppenderTest} has a database that may not grow.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class DiskFullIT {
    /** Far larger than all that the crowd says here, however fast the machine: only the ballast may fill it. */
    private static final String SIZE = "256m";

    @TempDir
    Path folder;

    private Path disk;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", disk.toString()), "mounting is not allowed");
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", disk.toString());
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            return process.waitFor() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }

    @Test
    void nothingIsAcknowledgedWhileItIsFullAndAllGoesOnWhenThereIsRoom() throws Exception {
        try (Place place = Place.sqlite(disk)) {
            try (Storage storage = place.open()) {
                Crowd.makeRooms(storage);
            }
            try (ServerProcess server = ServerProcess.start(place.address(), 0);
                    Crowd crowd = new Crowd(server.awaitReady())) {
                crowd.start();
                crowd.awaitAcked(500);

                fill();
                crowd.awaitDelayed();
                crowd.requireReading();

                Files.delete(ballast());
                crowd.awaitEverybody();
                crowd.awaitQuiet();
                server.kill();

                try (Storage storage = place.open()) {
                    crowd.check("disk full", storage);
                }
            }
        }
    }

    private Path ballast() {
        return disk.resolve("ballast");
    }

    /** All that is left, to the last byte. */
    private void fill() throws IOException {
        try (OutputStream out = Files.newOutputStream(ballast())) {
            for (int size = 1 << 16; size > 0; size /= 2) {
                byte[] some = new byte[size];
                try {
                    while (true) out.write(some);
                } catch (IOException full) {
                    assertThat(full).hasMessageContaining("No space left");
                }
            }
        }
    }
}
