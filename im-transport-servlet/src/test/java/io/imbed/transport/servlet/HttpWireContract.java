package io.imbed.transport.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.CloseReason;
import io.imbed.spi.Handshake;
import io.imbed.testkit.EngineEnd;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PROTOCOL.md, "HTTP wires", request by request, on one container. */
abstract class HttpWireContract {
    private final TestContainer.Kind kind;
    private HttpRig rig;

    HttpWireContract(TestContainer.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void start() throws Exception {
        rig = new HttpRig(kind, options -> options.keptBytes(100).closeTimeout(Duration.ofSeconds(2)));
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void openAnswersWithTheFirstLinesAndALongName() throws Exception {
        CompletableFuture<HttpResponse<String>> opening = rig.exchangeLater(rig.post("/open", "{\"op\":\"hello\"}"));
        EngineEnd end = rig.engine.next();
        end.awaits("{\"op\":\"hello\"}");
        rig.write(end, "{\"re\":1}\n{\"ev\":\"room\"}");

        HttpResponse<String> opened = opening.get(20, TimeUnit.SECONDS);
        assertThat(opened.statusCode()).isEqualTo(200);
        assertThat(opened.body()).isEqualTo("{\"re\":1}\n{\"ev\":\"room\"}\n");
        assertThat(HttpRig.batch(opened)).isEqualTo("1");
        assertThat(opened.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/x-ndjson");
        assertThat(opened.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(opened.headers().firstValue("X-Accel-Buffering")).contains("no");
        // 22 characters of base64 have 132 bits.
        assertThat(opened.headers().firstValue("Im-Connection").orElseThrow()).matches("[A-Za-z0-9_-]{22,}");
        assertThat(end.connection().id())
                .doesNotContain(opened.headers().firstValue("Im-Connection").orElseThrow());
    }

    @Test
    void batchIsRepeatedUntilItIsConfirmed() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        rig.write(end, "one");
        rig.write(end, "two");

        HttpResponse<String> lost = rig.poll(key, "ack=0&wait=0");
        assertThat(lost.body()).isEqualTo("one\ntwo\n");
        rig.write(end, "three");
        HttpResponse<String> again = rig.poll(key, "ack=0&wait=0");

        assertThat(again.body()).isEqualTo("one\ntwo\nthree\n");
        assertThat(HttpRig.batch(again)).isEqualTo("3");
        assertThat(end.connection().pendingBytes()).isEqualTo("onetwothree".length());
        HttpResponse<String> rest = rig.poll(key, "ack=2&wait=0");
        assertThat(rest.body()).isEqualTo("three\n");
        HttpResponse<String> nothing = rig.poll(key, "ack=3&wait=0");
        assertThat(nothing.statusCode()).isEqualTo(200);
        assertThat(nothing.body()).isEmpty();
        assertThat(HttpRig.batch(nothing)).isEqualTo("3");
        assertThat(end.connection().pendingBytes()).isZero();
    }

    @Test
    void pollThatWaitsIsAnsweredAsSoonAsSomethingComes() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        CompletableFuture<HttpResponse<String>> waiting =
                rig.exchangeLater(rig.request("/poll?ack=0&wait=25000", "Im-Connection", key));

        assertThat(rig.send(key, "{\"op\":\"ping\",\"id\":1}").statusCode()).isEqualTo(202);
        end.awaits("{\"op\":\"ping\",\"id\":1}");
        rig.write(end, "{\"re\":1}");

        assertThat(waiting.get(20, TimeUnit.SECONDS).body()).isEqualTo("{\"re\":1}\n");
    }

    @Test
    void confirmingAheadIsRefusedAndConfirmingWhatCanNotBeRepeatedEndsTheConnection() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        rig.write(end, "one");
        rig.poll(key, "wait=0");

        assertThat(rig.poll(key, "ack=2&wait=0").statusCode()).isEqualTo(400);
        assertThat(rig.send(key, "", "Im-Ack", "2").statusCode()).isEqualTo(400);
        assertThat(rig.send(key, "", "Im-Ack", "1").statusCode()).isEqualTo(202);
        assertThat(end.connection().pendingBytes()).isZero();
        assertThat(rig.poll(key, "ack=0&wait=0").statusCode()).isEqualTo(410);
        end.awaits(EngineEnd.closed(CloseReason.ABNORMAL.code()));
    }

    @Test
    void newerPollTakesOverFromTheOlder() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        CompletableFuture<HttpResponse<String>> older =
                rig.exchangeLater(rig.request("/poll?wait=25000", "Im-Connection", key));
        CompletableFuture<HttpResponse<String>> newer =
                rig.exchangeLater(rig.request("/poll?wait=25000", "Im-Connection", key));

        // Whichever of them came first has been taken over; the other gets what is written.
        HttpResponse<?> first =
                (HttpResponse<?>) CompletableFuture.anyOf(older, newer).get(20, TimeUnit.SECONDS);
        assertThat(first.statusCode()).isEqualTo(409);
        rig.write(end, "one");

        HttpResponse<String> second =
                (older.isDone() && older.get() == first ? newer : older).get(20, TimeUnit.SECONDS);
        assertThat(second.body()).isEqualTo("one\n");
    }

    @Test
    void whatIsSentTwiceIsReceivedOnce() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();

        assertThat(rig.send(key, "a", "Im-Seq", "1").statusCode()).isEqualTo(202);
        assertThat(rig.send(key, "a", "Im-Seq", "1").statusCode()).isEqualTo(202);
        assertThat(rig.send(key, "c", "Im-Seq", "3").statusCode()).isEqualTo(409);
        assertThat(rig.send(key, "b", "Im-Seq", "2").statusCode()).isEqualTo(202);
        assertThat(rig.send(key, "zero", "Im-Seq", "0").statusCode()).isEqualTo(400);

        end.awaits("a");
        end.awaits("b");
        assertThat(end.heard()).isNull();
    }

    @Test
    void eventsGoOnBehindWhatTheClientHas() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        rig.write(end, "a\nb");
        rig.write(end, "c");

        HttpResponse<InputStream> stream = events(key);
        assertThat(stream.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/event-stream");
        assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
        assertThat(read(stream, ":\n\nid: 1\ndata: a\ndata: b\n\nid: 2\ndata: c\n\n"))
                .isTrue();
        stream.body().close();
        rig.write(end, "d");

        HttpResponse<InputStream> resumed = events(key, "Last-Event-ID", "1");
        assertThat(read(resumed, ":\n\nid: 2\ndata: c\n\nid: 3\ndata: d\n\n")).isTrue();
        resumed.body().close();
    }

    @Test
    void streamThatCanNotGoOnIsGone() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        HttpResponse<InputStream> stream = events(key);
        rig.write(end, "x".repeat(101));
        rig.write(end, "y".repeat(101));
        rig.write(end, "z".repeat(101));
        assertThat(read(stream, "\nid: 3\ndata: " + "z".repeat(101) + "\n\n")).isTrue();
        stream.body().close();

        HttpResponse<InputStream> resumed = events(key, "Last-Event-ID", "1");

        assertThat(resumed.statusCode()).isEqualTo(410);
        resumed.body().close();
        end.awaits(EngineEnd.closed(CloseReason.ABNORMAL.code()));
    }

    @Test
    void streamAnswersAPingByBeingWritten() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        HttpResponse<InputStream> stream = events(key);
        assertThat(read(stream, ":\n\n")).isTrue();
        // The beginning may be on its way through the container still, and then is the answer to this one.
        end.connection().ping();
        end.awaits(EngineEnd.ALIVE);

        end.connection().ping();

        assertThat(read(stream, ":\n\n")).isTrue();
        end.awaits(EngineEnd.ALIVE);
        stream.body().close();
    }

    @Test
    void closingIsTheLastLineAndIsRepeatedUntilItIsConfirmed() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        rig.write(end, "one");
        end.connection().close(CloseReason.RESTART);

        String all = "one\n{\"ev\":\"closing\",\"code\":1012,\"reason\":\"server restarts\",\"retryAfterMs\":0}\n";
        assertThat(rig.poll(key, "wait=0").body()).isEqualTo(all);
        assertThat(rig.poll(key, "ack=0&wait=0").body()).isEqualTo(all);
        assertThat(rig.send(key, "too late").statusCode()).isEqualTo(410);
        assertThat(rig.poll(key, "ack=2&wait=0").statusCode()).isEqualTo(410);
        end.awaits(EngineEnd.closed(1012));
        assertThat(rig.poll(key, "ack=2&wait=0").statusCode()).isEqualTo(410);
    }

    @Test
    void closingEndsAStream() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        HttpResponse<InputStream> stream = events(key);
        end.connection().close(CloseReason.SIGNED_OUT);

        assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
                .contains("id: 1\ndata: {\"ev\":\"closing\",\"code\":4503,");
        end.awaits(EngineEnd.closed(4503));
    }

    @Test
    void clientThatClosesIsGoneAtOnce() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();
        CompletableFuture<HttpResponse<String>> waiting =
                rig.exchangeLater(rig.request("/poll?wait=25000", "Im-Connection", key));

        assertThat(rig.status(rig.post("/close?c=" + key, ""))).isEqualTo(204);

        end.awaits(EngineEnd.closed(1000));
        assertThat(waiting.get(20, TimeUnit.SECONDS).statusCode()).isEqualTo(410);
        assertThat(rig.status(rig.post("/close?c=" + key, ""))).isEqualTo(410);
    }

    @Test
    void connectionOfAnotherLoginLooksLikeNone() throws Exception {
        String key = rig.open("User", "alice");
        EngineEnd end = rig.engine.next();
        assertThat(end.connection().handshake().principal().orElseThrow().getName())
                .isEqualTo("alice");
        HttpResponse<String> none = rig.poll("nonsense", "wait=0", "User", "mallory");
        assertThat(none.statusCode()).isEqualTo(410);

        for (String[] other : new String[][] {{"User", "mallory"}, {"X-Nobody", "1"}}) {
            assertThat(rig.poll(key, "wait=0", other).statusCode()).isEqualTo(410);
            assertThat(rig.poll(key, "wait=0", other).body()).isEqualTo(none.body());
            assertThat(rig.send(key, "{}", other).statusCode()).isEqualTo(410);
            assertThat(events(key, other).statusCode()).isEqualTo(410);
            assertThat(rig.status(rig.post("/close", "", other).header("Im-Connection", key)))
                    .isEqualTo(410);
        }

        assertThat(rig.poll(key, "wait=0", "User", "alice").statusCode()).isEqualTo(200);
        assertThat(end.heard()).isNull();
        // One that was opened without a login is not taken over by somebody who has one.
        assertThat(rig.poll(rig.open(), "wait=0", "User", "mallory").statusCode())
                .isEqualTo(410);
        assertThat(rig.engine.next().connection().handshake().attributes()).doesNotContainKey(Handshake.PRINCIPAL);
    }

    @Test
    void onlyJsonIsTaken() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();

        for (String type :
                new String[] {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"}) {
            for (String path : new String[] {"/open", "/send"}) {
                assertThat(rig.status(rig.request(path, "Im-Connection", key, "Content-Type", type)
                                .POST(BodyPublishers.ofString("{}"))))
                        .as(type + " to " + path)
                        .isEqualTo(415);
            }
        }
        assertThat(rig.status(rig.request("/open").POST(BodyPublishers.ofString("{}"))))
                .isEqualTo(415);

        assertThat(rig.status(rig.request(
                                "/send", "Im-Connection", key, "Content-Type", "Application/X-NDJSON; charset=utf-8")
                        .POST(BodyPublishers.ofString("{}"))))
                .isEqualTo(202);
        end.awaits("{}");
    }

    @Test
    void bodyThatIsNotUtf8EndsTheConnection() throws Exception {
        String key = rig.open();
        EngineEnd end = rig.engine.next();

        assertThat(rig.status(rig.request("/send", "Im-Connection", key, "Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xc3, '"'}))))
                .isEqualTo(400);

        assertThat(rig.poll(key, "wait=0").body()).contains("\"code\":1007");
        rig.poll(key, "ack=1&wait=0");
        end.awaits(EngineEnd.closed(1007));
    }

    @Test
    void bodyOverTheLimitIsNotRead() throws Exception {
        String big = "x".repeat(64 * 1024 + 1);
        assertThat(rig.status(rig.post("/open", big))).isEqualTo(413);
        // Without a length in front, too.
        assertThat(rig.status(rig.request("/open", "Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(big)))))
                .isEqualTo(413);
    }

    @Test
    void whatIsNotThereAndHowItIsNotAsked() throws Exception {
        String key = rig.open();
        assertThat(rig.status(rig.request("/nothing"))).isEqualTo(404);
        HttpResponse<String> wrong = rig.exchange(rig.request("/open"));
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).contains("POST, OPTIONS");
        assertThat(rig.status(rig.post("/poll", ""))).isEqualTo(405);
        assertThat(rig.status(rig.request(""))).isEqualTo(426);
        assertThat(rig.poll(key, "wait=soon").statusCode()).isEqualTo(400);
        assertThat(rig.status(rig.post("/open", "", "X-Long", "x".repeat(8 * 1024))))
                .isGreaterThanOrEqualTo(400);
    }

    private HttpResponse<InputStream> events(String key, String... headers) throws Exception {
        return HttpClients.SHARED.send(rig.request("/events?c=" + key, headers).build(), BodyHandlers.ofInputStream());
    }

    /** Reads until the end of what has come is this. By a thread of its own: nothing but the end of the stream ends a read. */
    private static boolean read(HttpResponse<InputStream> stream, String until) throws Exception {
        CompletableFuture<Boolean> found = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                StringBuilder read = new StringBuilder();
                int next;
                while (!read.toString().endsWith(until) && (next = stream.body().read()) >= 0) read.append((char) next);
                found.complete(read.toString().endsWith(until));
            } catch (IOException broken) {
                found.completeExceptionally(broken);
            }
        });
        reader.setDaemon(true);
        reader.start();
        return found.get(20, TimeUnit.SECONDS);
    }
}
