package io.imbed.transport.servlet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads server-sent events when asked, and begins another stream where one breaks. Threads: one. */
final class EventClient extends HttpSide {
    /** The JDK's common pool would, where there are two cores, start a thread for each block. */
    private static final ExecutorService READERS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "im-event-reader");
        thread.setDaemon(true);
        return thread;
    });

    private HttpResponse<InputStream> response;
    private BufferedReader reader;

    private EventClient(int port, Map<String, String> headers) throws Exception {
        super(port, headers);
    }

    static EventClient open(int port) throws Exception {
        return open(port, Map.of());
    }

    static EventClient open(int port, Map<String, String> headers) throws Exception {
        EventClient client = new EventClient(port, headers);
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

    /** The lines of the next block of the stream; null where it ends or breaks. */
    private List<String> block(Duration deadline) throws InterruptedException {
        try {
            return CompletableFuture.supplyAsync(this::readBlock, READERS)
                    .get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError(e);
        } catch (TimeoutException e) {
            throw new AssertionError("nothing came", e);
        }
    }

    private List<String> readBlock() {
        List<String> block = new ArrayList<>();
        try {
            String line = reader.readLine();
            while (line != null && !line.isEmpty()) {
                block.add(line);
                line = reader.readLine();
            }
            return line == null ? null : block;
        } catch (IOException broken) {
            return null;
        }
    }

    @Override
    boolean more(Duration deadline) throws Exception {
        while (true) {
            List<String> block = block(deadline);
            if (block != null) {
                if (isBatch(block)) return true;
            } else if (!listen()) return false;
        }
    }

    /** Takes what is in it; false if that is nothing but comments. */
    private boolean isBatch(List<String> block) {
        List<String> batch = new ArrayList<>();
        long number = -1;
        for (String line : block) {
            if (line.startsWith("id: ")) number = Long.parseLong(line.substring(4));
            else if (line.startsWith("data: ")) batch.add(line.substring(6));
            else if (!line.startsWith(":")) throw new AssertionError(line);
        }
        if (number < 0) return false;
        if (number != confirmed + 1) throw new AssertionError("batch " + number + " after " + confirmed);
        confirmed = number;
        arrived(batch.toArray(new String[0]));
        return true;
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
