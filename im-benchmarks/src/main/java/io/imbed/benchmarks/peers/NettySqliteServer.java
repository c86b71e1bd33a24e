package io.imbed.benchmarks.peers;

import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * {@link NettyServer} with a log, as a careful team writes it by hand: each message is a transaction of its own in SQLite,
 * and on the disk before anybody sees it. One thread stores, so that rooms have an order. Its arguments are how many rooms
 * there are and the folder of the database.
 */
public final class NettySqliteServer {
    private NettySqliteServer() {}

    public static void main(String[] args) throws Exception {
        Sqlite.extractTo(args[1]);
        SqliteMessages messages = SqliteMessages.open(Path.of(args[1]));
        ExecutorService storing = Executors.newSingleThreadExecutor();
        NettyChat.start(
                Version.of("io.netty", "netty-codec-http") + ", " + Sqlite.version(),
                rooms -> new StoringMember(rooms, messages, storing));
    }
}
