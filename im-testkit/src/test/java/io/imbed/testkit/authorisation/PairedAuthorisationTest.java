package io.imbed.testkit.authorisation;

import io.imbed.internal.RealEnvironment;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Environment;
import io.imbed.spi.Handshake;
import io.imbed.spi.Transport;
import io.imbed.testkit.PairedConnection;
import io.imbed.testkit.PairedTransport;
import io.imbed.testkit.TransportContract.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Over a wire in memory, with real threads. */
class PairedAuthorisationTest extends AuthorisationContract {
    private final Environment environment = new RealEnvironment("paired");

    @Override
    protected Transport transport() {
        return PairedTransport.in(environment);
    }

    @Override
    protected Wire connect(Transport started, Map<String, String> headers) {
        Map<String, List<String>> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), List.of(value)));
        Handshake shown = new Handshake(
                "/im", lower, Map.of(), Map.of("JSESSIONID", headers.get("Cookie")), "127.0.0.1", false, Map.of());
        return new InMemory(((PairedTransport) started).connect(shown));
    }

    @Override
    protected void release() {
        environment.close();
    }

    private static final class InMemory implements Wire, PairedConnection.Listener {
        private final PairedConnection connection;
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closed = new LinkedBlockingQueue<>();

        InMemory(PairedConnection connection) {
            this.connection = connection;
            connection.listen(this);
        }

        @Override
        public void onText(String unit) {
            lines.addAll(List.of(unit.split("\n")));
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed.add(reason.code());
        }

        @Override
        public void send(String unit) {
            connection.send(unit);
        }

        @Override
        public String next(Duration deadline) throws InterruptedException {
            String line = lines.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) throw new AssertionError("no line came");
            return line;
        }

        @Override
        public int awaitClose(Duration deadline) throws InterruptedException {
            Integer code = closed.poll(deadline.toMillis(), TimeUnit.MILLISECONDS);
            if (code == null) throw new AssertionError("the connection does not end");
            return code;
        }

        @Override
        public void close() {
            connection.close(CloseReason.NORMAL);
        }

        @Override
        public void vanish() {
            connection.cut();
        }
    }
}
