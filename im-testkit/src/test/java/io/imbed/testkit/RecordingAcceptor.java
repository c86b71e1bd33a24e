package io.imbed.testkit;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.Handshake;
import io.imbed.spi.Inbound;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An engine that notes what it is told. Threads: one. */
final class RecordingAcceptor implements Acceptor {
    final List<String> heard = new ArrayList<>();
    final List<Connection> connections = new ArrayList<>();

    @Nullable Refusal refusal;

    int written;
    int released;

    @Override
    public @Nullable Refusal refuse(Handshake handshake) {
        return refusal;
    }

    @Override
    public Inbound accept(Connection connection) {
        connections.add(connection);
        return new Inbound() {
            @Override
            public void onText(String unit) {
                heard.add(unit);
            }

            @Override
            public void onAlive() {
                heard.add("(alive)");
            }

            @Override
            public void onWritable() {
                heard.add("(writable)");
            }

            @Override
            public void onClosed(CloseReason reason) {
                heard.add("(closed " + reason.code() + ")");
            }
        };
    }

    /** A batch whose release is counted. */
    Batch batch(String lines) {
        written++;
        return new Batch(lines.getBytes(StandardCharsets.UTF_8), size -> released++);
    }

    void write(String lines) {
        connections.get(connections.size() - 1).write(batch(lines));
    }

    List<String> takeHeard() {
        List<String> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }
}
