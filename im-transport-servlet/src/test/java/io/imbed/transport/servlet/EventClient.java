package io.imbed.transport.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads server-sent events when asked, and begins another stream where one breaks. Threads: one. */
final class EventClient extends HttpSide {
    private HttpResponse<InputStream> response;
    private BufferedReader reader;

    private EventClient(int port) throws Exception {
        super(port);
    }

    static EventClient open(int port) throws Exception {
        EventClient client = new EventClient(port);
        client.listen();
        return client;
    }

    /** Begins a stream behind what it has had; false if the connection is over. */
    private boolean listen() throws IOException, InterruptedException {
        response = insist(
                get("/events?c=" + key).header("Last-Event-ID", Long.toString(confirmed)),
                BodyHandlers.ofInputStream());
        reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8), 4096);
        return response.statusCode() == 200;
    }

    /** The next line of the stream itself; null where it ends or breaks. */
    private String raw(Duration deadline) throws InterruptedException {
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return reader.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            return read.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UncheckedIOException) return null;
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    @Override
    boolean more(Duration deadline) throws Exception {
        List<String> batch = new ArrayList<>();
        long number = -1;
        while (true) {
            String line = raw(deadline);
            if (line == null) {
                if (!listen()) return false;
                batch.clear();
                number = -1;
            } else if (line.startsWith("id: ")) number = Long.parseLong(line.substring(4));
            else if (line.startsWith("data: ")) batch.add(line.substring(6));
            else if (line.isEmpty() && number >= 0) {
                if (number != confirmed + 1) throw new AssertionError("batch " + number + " after " + confirmed);
                confirmed = number;
                arrived(batch.toArray(new String[0]));
                return true;
            } else if (!line.isEmpty() && !line.startsWith(":")) throw new AssertionError(line);
        }
    }

    @Override
    public void vanish() {
        try {
            // Unread as it is, the socket cannot be used again, and is closed.
            response.body().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
