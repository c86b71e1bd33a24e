package io.imbed.examples;

import io.imbed.Draft;
import io.imbed.ImServer;
import io.imbed.MemoryStorage;
import io.imbed.NewRoom;
import io.imbed.Subscription;
import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.spi.Authenticator;
import io.imbed.transport.ws.WsTransport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes every event of a room to a file, none twice and none left out: the last line says where to go on. Runs inside the
 * host's process, without a connection. See audit.log fill while others chat in the room.
 */
public final class AuditTrail {
    private final Path file;

    AuditTrail(Path file) {
        this.file = file;
    }

    Subscription follow(ImServer server, String room) throws IOException {
        Cursor last = last();
        // A log in memory has a new epoch after a restart: then the trail begins at the new log's beginning.
        Cursor head = server.rooms().head(room).toCompletableFuture().join();
        boolean same = last != null && last.epoch().equals(head.epoch());
        return server.rooms().follow(room, same ? last : new Cursor(head.epoch(), 0), this::write);
    }

    private void write(Event event) {
        String line = event.epoch() + " " + event.rev() + " " + event.at() + " " + event.by() + " "
                + event.body().type() + "\n";
        try {
            Files.writeString(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            throw new UncheckedIOException(full); // ends the subscription: better than a trail with a hole
        }
    }

    private @Nullable Cursor last() throws IOException {
        if (!Files.exists(file)) return null;
        var lines = Files.readAllLines(file);
        if (lines.isEmpty()) return null;
        String[] fields = lines.get(lines.size() - 1).split(" ");
        return new Cursor(fields[0], Long.parseLong(fields[1]));
    }

    public static void main(String[] args) throws Exception {
        ImServer server = ImServer.builder(MemoryStorage.create())
                .authenticator(Authenticator.guests())
                .transport(WsTransport.on(8081))
                .build();
        server.rooms().create(NewRoom.channel("orders")).toCompletableFuture().join();
        new AuditTrail(Path.of("audit.log")).follow(server, "orders"); // until the server ends
        server.start();
        server.rooms().send("orders", Draft.text("Order 42 placed"));
    }
}
