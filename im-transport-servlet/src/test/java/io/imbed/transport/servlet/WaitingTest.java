package io.imbed.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.Limits;
import io.imbed.protocol.CloseReason;
import io.imbed.spi.Connection;
import io.imbed.testkit.EngineEnd;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that wait, dawdle or vanish hold no thread of the container's and no memory of ours. */
class WaitingTest {
    private static final int THREADS = 10;
    private static final int WAITING = 200;

    @ParameterizedTest
    @EnumSource
    void hundredsWaitOnTenThreads(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = new HttpRig(kind, THREADS, Limits.defaults(), options -> options)) {
            List<String> keys = new ArrayList<>();
            List<Connection> all = new ArrayList<>();
            for (int i = 0; i < 2 * WAITING; i++) {
                keys.add(rig.open());
                all.add(rig.engine.next().connection());
            }
            List<CompletableFuture<HttpResponse<String>>> polls = new ArrayList<>();
            List<CompletableFuture<HttpResponse<InputStream>>> streams = new ArrayList<>();
            for (int i = 0; i < WAITING; i++) {
                polls.add(rig.exchangeLater(rig.request("/poll?wait=25000", "Im-Connection", keys.get(i))));
                streams.add(HttpClients.SHARED.sendAsync(
                        rig.request("/events", "Im-Connection", keys.get(WAITING + i))
                                .build(),
                        BodyHandlers.ofInputStream()));
            }
            for (CompletableFuture<HttpResponse<InputStream>> each : streams) {
                assertThat(each.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            }
            assertThat(polls).noneMatch(CompletableFuture::isDone);

            // The container has a thread left for somebody else, and all hear what is said.
            assertThat(rig.send(keys.get(0), "{}").statusCode()).isEqualTo(202);
            rig.transport.write(rig.ledger.batch("to all", all.size()), all);

            for (CompletableFuture<HttpResponse<String>> each : polls) {
                assertThat(each.get(20, TimeUnit.SECONDS).body()).isEqualTo("to all\n");
            }
            byte[] expected = ":\n\nid: 1\ndata: to all\n\n".getBytes(StandardCharsets.US_ASCII);
            for (CompletableFuture<HttpResponse<InputStream>> each : streams) {
                InputStream body = each.get().body();
                assertThat(body.readNBytes(expected.length)).isEqualTo(expected);
                body.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void bodyThatDoesNotArriveIsGivenUpAndHoldsNoThread(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig =
                new HttpRig(kind, THREADS, Limits.defaults(), options -> options.bodyTimeout(Duration.ofSeconds(3)))) {
            List<Socket> slow = new ArrayList<>();
            for (int i = 0; i < 3 * THREADS; i++) slow.add(dawdler(rig.container.port()));

            assertThat(rig.poll(rig.open(), "wait=0").statusCode()).isEqualTo(200);

            for (Socket each : slow) {
                try (each) {
                    String answer = new String(each.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                    assertThat(answer).isEqualTo("HTTP/1.1 408");
                }
            }
        }
    }

    /** Announces a body of which it sends half. */
    private static Socket dawdler(int port) throws Exception {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        OutputStream out = socket.getOutputStream();
        out.write(("POST /im/open HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 10\r\n\r\n12345")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return socket;
    }

    @ParameterizedTest
    @EnumSource
    void streamThatIsCutIsNoticedByThePing(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = new HttpRig(kind, options -> options.resumeWithin(Duration.ofMillis(500)))) {
            String key = rig.open();
            EngineEnd end = rig.engine.next();
            Socket client = new Socket("127.0.0.1", rig.container.port());
            client.getOutputStream()
                    .write(("GET /im/events?c=" + key + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            client.setSoTimeout(20_000);
            assertThat(client.getInputStream().read()).isEqualTo('H');
            client.setSoLinger(true, 0);
            client.close();

            // The first may still get as far as this machine's buffers.
            String heard;
            do {
                end.connection().ping();
                heard = end.heard();
                Thread.onSpinWait();
            } while (heard == null || heard.equals(EngineEnd.ALIVE));

            assertThat(heard).isEqualTo(EngineEnd.closed(CloseReason.ABNORMAL.code()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void clientThatStopsPollingIsGone(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = new HttpRig(kind, options -> options.resumeWithin(Duration.ofMillis(500)))) {
            String key = rig.open();
            EngineEnd end = rig.engine.next();
            rig.write(end, "one");
            assertThat(rig.poll(key, "wait=0").statusCode()).isEqualTo(200);

            end.awaits(EngineEnd.closed(CloseReason.ABNORMAL.code()));

            assertThat(rig.poll(key, "wait=0").statusCode()).isEqualTo(410);
        }
    }

    @ParameterizedTest
    @EnumSource
    void drainLetsClientsTakeTheirLastLinesAndNobodyNewIn(TestContainer.Kind kind) throws Exception {
        try (HttpRig rig = new HttpRig(kind, options -> options)) {
            String key = rig.open();
            EngineEnd end = rig.engine.next();
            CompletableFuture<Void> stopped =
                    rig.transport.stop(HttpRig.PATIENCE).toCompletableFuture();

            assertThat(rig.status(rig.post("/open", ""))).isEqualTo(503);
            rig.write(end, "last words");
            end.connection().close(CloseReason.RESTART);
            assertThat(rig.poll(key, "ack=0&wait=0").body())
                    .startsWith("last words\n{\"ev\":\"closing\",\"code\":1012");
            assertThat(stopped).isNotDone();
            assertThat(rig.poll(key, "ack=2&wait=0").statusCode()).isEqualTo(410);

            stopped.get(20, TimeUnit.SECONDS);
            assertThat(rig.poll(key, "ack=2&wait=0").statusCode()).isEqualTo(410);
        }
    }
}
