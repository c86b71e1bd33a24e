package io.imbed.benchmarks.load;

import io.imbed.benchmarks.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A {@link LoadServer} in a process of its own, started with the largest heap that it may have. An OutOfMemoryError ends
 * it at once. Threads: one, which nothing here holds up unless it says so.
 */
final class ServerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final CompletableFuture<Integer> port = new CompletableFuture<>();
    private volatile CompletableFuture<Counts> figures = new CompletableFuture<>();
    private volatile boolean ended;

    private ServerProcess(List<String> command) throws IOException {
        process = ChildProcess.start(command, this::line, this::ended);
    }

    /**
     * Starts one, which is not ready yet.
     *
     * @param port 0 for any that is free
     * @param folder of its SQLite log; null for a log in memory
     */
    static ServerProcess start(Scale scale, int port, @Nullable Path folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx" + scale.heap(),
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                LoadServer.class.getName(),
                String.valueOf(port),
                String.valueOf(scale.rooms()),
                String.valueOf(scale.size()),
                String.valueOf(scale.kept())));
        if (folder != null) command.add(folder.toString());
        return new ServerProcess(command);
    }

    private void line(String line) {
        if (line.startsWith(LoadServer.READY))
            port.complete(Integer.valueOf(line.substring(LoadServer.READY.length())));
        if (line.startsWith(LoadServer.FIGURES)) figures.complete(parse(line.substring(LoadServer.FIGURES.length())));
    }

    private void ended() {
        ended = true;
        figures.completeExceptionally(hasEnded());
        port.completeExceptionally(hasEnded());
    }

    private static IOException hasEnded() {
        return new IOException("the server has ended");
    }

    private static Counts parse(String line) {
        Map<String, Long> values = new HashMap<>();
        for (String each : line.split(" ")) {
            int equals = each.indexOf('=');
            values.put(each.substring(0, equals), Long.valueOf(each.substring(equals + 1)));
        }
        return new Counts(values);
    }

    /** Waits until clients can connect. */
    URI awaitReady() throws IOException {
        try {
            port.get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            return address();
        } catch (InterruptedException | ExecutionException | TimeoutException failed) {
            throw new IOException("the server did not start", failed);
        }
    }

    boolean isReady() {
        return port.isDone();
    }

    /** Where it is, once it is ready. */
    URI address() {
        return URI.create("ws://127.0.0.1:" + port.join() + "/im");
    }

    /** Asks for what it counts, by {@link LoadServer#COUNT} or {@link LoadServer#MEASURE}. One question at a time. */
    CompletableFuture<Counts> ask(String order) {
        figures = new CompletableFuture<>();
        process.tell(order);
        if (ended) figures.completeExceptionally(hasEnded()); // Whoever told so did not know of this question.
        return figures;
    }

    /** Has it let go of its clients, and end. */
    void drain(Duration atMost) {
        process.tell(LoadServer.DRAIN + atMost.toMillis());
    }

    /** @see ChildProcess#kill */
    void kill() {
        process.kill();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** @see ChildProcess#cpu */
    Duration cpu() throws IOException {
        return process.cpu();
    }

    /** @see ChildProcess#resident */
    long resident() throws IOException {
        return process.resident();
    }

    @Override
    public void close() {
        process.close();
    }
}
