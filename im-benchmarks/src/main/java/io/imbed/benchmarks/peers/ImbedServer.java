package io.imbed.benchmarks.peers;

import io.imbed.ImServer;
import io.imbed.Limits;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.hook.BeforeSend;
import io.imbed.hook.Denied;
import io.imbed.hook.HookOptions;
import io.imbed.hook.Verdict;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Storage;
import io.imbed.store.jdbc.SqliteStorage;
import io.imbed.transport.ws.WsTransport;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Imbed with everything in force: a log, numbers, acknowledgements, idempotence, policy, a hook, and rates, which are
 * counted though nobody reaches them. Its arguments are how many rooms there are, and, if the log is not to be in memory but
 * in SQLite, its folder.
 */
public final class ImbedServer {
    private static final int MANY = 100_000;
    private static final int KEPT = 20_000;
    private static final Limits.Rates COUNTED = new Limits.Rates(1e6, MANY, 1e6, MANY);

    private ImbedServer() {}

    public static void main(String[] args) throws Exception {
        int rooms = Integer.parseInt(args[0]);
        boolean inFolder = args.length > 1;
        Limits limits = Limits.defaults();
        int handshakeBytes = limits.connections().handshakeBytes();
        WsTransport transport = WsTransport.on(0);
        ImServer server = ImServer.builder(inFolder ? sqlite(args[1]) : MemoryStorage.create(capacity(rooms)))
                .authenticator(Authenticator.guests())
                .transport(transport)
                .on(Denied.class, denied -> System.err.println("refused: " + denied.code() + ", " + denied.text()))
                .limits(limits.with(COUNTED).with(new Limits.Connections(MANY, MANY, MANY, handshakeBytes)))
                .on(
                        BeforeSend.class,
                        attempt -> attempt.draft().content().fallback().contains("casino")
                                ? Verdict.reject("not here")
                                : Verdict.allow(),
                        HookOptions.DEFAULT.withConcurrency(8, MANY))
                .build();
        for (int room = 0; room < rooms; room++) {
            server.rooms()
                    .create(NewRoom.channel("r" + room))
                    .toCompletableFuture()
                    .join();
        }
        server.start();
        System.out.println("READY ws=ws://127.0.0.1:" + transport.port() + "/im version="
                + Version.of("io.imbed", "im-core") + (inFolder ? ", " + Sqlite.version() : ""));
    }

    /** As it is by default, which is on the disk before anybody is told. */
    private static Storage sqlite(String folder) throws IOException {
        Sqlite.extractTo(folder);
        return SqliteStorage.create(Path.of(folder));
    }

    /** Enough for whoever comes back from a short absence, and the same in all however many rooms there are. */
    private static MemoryStorage.Capacity capacity(int rooms) {
        int each = Math.max(100, KEPT / rooms);
        return MemoryStorage.Capacity.defaults().withMessagesPerRoom(each).withEventsPerRoom(each);
    }
}
