package io.imbed.benchmarks.peers;

import java.io.IOException;

/** SQLite's driver. */
final class Sqlite {
    private Sqlite() {}

    /**
     * Has it put its native library into a folder, which whoever made it deletes: a server that is killed cannot delete the
     * library from where it would be put. To be called before the driver is used.
     */
    static void extractTo(String folder) {
        System.setProperty("org.sqlite.tmpdir", folder);
    }

    static String version() throws IOException {
        return "sqlite-jdbc " + Version.of("org.xerial", "sqlite-jdbc");
    }
}
