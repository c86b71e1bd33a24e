package io.imbed.transport.servlet;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.imbed.client.Wire;
import io.imbed.protocol.CloseReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * The HTTP wires for the Java client, by the rules of PROTOCOL.md and with two threads for each connection, which is all
 * that a test needs. A request that fails is repeated on the same connection for as long as it is not gone.
 */
final class HttpImWire implements Wire {
    private static final int TRIES = 20;
    private static final String LAST = "";

    /** How lines come down. */
    enum Mode {
        EVENTS,
        LONG_POLLS,
        POLLS
    }

    private final Mode mode;
    private final Supplier<URI> where;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    HttpImWire(Mode mode, Supplier<URI> where) {
        this.mode = mode;
        this.where = where;
    }

    @Override
    public Wire.Connection connect(URI uri, Listener listener) {
        Link link = new Link(listener);
        start(link::run);
        return link;
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "im-http-wire");
        thread.setDaemon(true);
        thread.start();
    }

    /** One connection. Threads: one reads, one sends, and the client's. */
    private final class Link implements Wire.Connection {
        private final Listener listener;
        private final BlockingQueue<String> units = new LinkedBlockingQueue<>();
        private volatile boolean left;
        private volatile String key = "";
        private volatile InputStream reading = InputStream.nullInputStream();
        private CloseReason end = CloseReason.ABNORMAL; // the reader's
        private long taken; // the reader's

        Link(Listener listener) {
            this.listener = listener;
        }

        void run() {
            try {
                HttpResponse<String> opened = http.send(post("/open", ""), BodyHandlers.ofString());
                if (opened.statusCode() == 200) {
                    key = opened.headers().firstValue("Im-Connection").orElseThrow();
                    start(this::sendAll);
                    listener.onOpen();
                    read();
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                // It ends as a connection that was lost.
            }
            left = true;
            units.add(LAST);
            listener.onClosed(end);
        }

        private void read() throws InterruptedException {
            int failures = 0;
            while (!left && failures < TRIES) {
                try {
                    boolean more = mode == Mode.EVENTS ? stream() : poll();
                    if (!more) return;
                    failures = 0;
                } catch (IOException e) {
                    failures++;
                }
            }
        }

        private boolean poll() throws IOException, InterruptedException {
            int wait = mode == Mode.POLLS ? 0 : 5_000;
            HttpResponse<String> response =
                    http.send(get("/poll?ack=" + taken + "&wait=" + wait).build(), BodyHandlers.ofString());
            if (response.statusCode() != 200) return false;
            if (!response.body().isEmpty()) deliver(response.body().stripTrailing());
            taken = Long.parseLong(response.headers().firstValue("Im-Batch").orElseThrow());
            return true;
        }

        private boolean stream() throws IOException, InterruptedException {
            HttpResponse<InputStream> response = http.send(
                    get("/events").header("Last-Event-ID", Long.toString(taken)).build(), BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) return false;
            reading = response.body();
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(reading, StandardCharsets.UTF_8))) {
                List<String> batch = new ArrayList<>();
                long number = 0;
                String line;
                while ((line = lines.readLine()) != null) {
                    if (line.startsWith("id: ")) number = Long.parseLong(line.substring(4));
                    else if (line.startsWith("data: ")) batch.add(line.substring(6));
                    else if (line.isEmpty() && !batch.isEmpty()) {
                        deliver(String.join("\n", batch));
                        batch.clear();
                        taken = number;
                    }
                }
            }
            return true;
        }

        private void deliver(String unit) {
            for (String line : unit.split("\n")) {
                if (!line.startsWith("{\"ev\":\"closing\"")) continue;
                JsonObject closing = JsonParser.parseString(line).getAsJsonObject();
                end = new CloseReason(
                        closing.get("code").getAsInt(), closing.get("reason").getAsString());
            }
            listener.onText(unit);
        }

        private void sendAll() {
            long number = 0;
            try {
                String unit;
                while (!(unit = units.take()).equals(LAST)) sendOne(unit, ++number);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private void sendOne(String unit, long number) throws InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(post("/send", unit), (name, value) -> true)
                    .header("Im-Connection", key)
                    .header("Im-Seq", Long.toString(number))
                    .build();
            for (int i = 0; i < TRIES && !left; i++) {
                try {
                    http.send(request, BodyHandlers.discarding());
                    return;
                } catch (IOException lost) {
                    // Whether it has arrived the server knows by its number.
                }
            }
        }

        private HttpRequest post(String path, String body) {
            return HttpRequest.newBuilder(URI.create(where.get() + path))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/x-ndjson")
                    .POST(BodyPublishers.ofString(body))
                    .build();
        }

        private HttpRequest.Builder get(String path) {
            return HttpRequest.newBuilder(URI.create(where.get() + path))
                    .timeout(Duration.ofSeconds(60))
                    .header("Im-Connection", key);
        }

        @Override
        public void send(String unit) {
            units.add(unit);
        }

        @Override
        public void close() {
            left = true;
            units.add(LAST);
            end();
        }

        @Override
        public void abort() {
            close();
        }

        private void end() {
            try {
                reading.close();
            } catch (IOException e) {
                // It is not read any more.
            }
            if (key.isEmpty()) return;
            http.sendAsync(
                    HttpRequest.newBuilder(post("/close", ""), (name, value) -> true)
                            .header("Im-Connection", key)
                            .build(),
                    BodyHandlers.discarding());
        }
    }
}
