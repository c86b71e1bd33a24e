package io.imbed.benchmarks.compare;

import io.imbed.benchmarks.ChildProcess;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which says {@code READY ws=<address> version=<what of>} when it can be connected to. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY ws=(\\S+) version=(.+)");
    /** The last line of a class histogram: how many objects, how many bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private final Closeable belongings;
    private final ChildProcess process;
    private final boolean isJava;
    private final URI address;
    private final String version;

    /**
     * @param belongings closed when it has ended, in whatever way
     * @param atMost for which it may be starting
     */
    ServerProcess(List<String> command, Closeable belongings, Duration atMost) throws IOException {
        isJava = command.get(0).endsWith("java");
        this.belongings = belongings;
        CompletableFuture<String> first = new CompletableFuture<>();
        try {
            process = ChildProcess.start(command, first::complete, () -> first.complete("it has ended"));
        } catch (IOException noProgram) {
            belongings.close();
            throw noProgram;
        }
        String said = await(first, atMost);
        Matcher ready = READY.matcher(said);
        if (!ready.matches()) {
            close();
            throw new IOException("the server did not start: " + said);
        }
        address = URI.create(ready.group(1));
        version = ready.group(2);
    }

    private static String await(CompletableFuture<String> first, Duration atMost) {
        try {
            return first.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException silent) {
            return "it has said nothing in " + atMost.toSeconds() + " s";
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException never) {
            throw new AssertionError(never);
        }
    }

    URI address() {
        return address;
    }

    /** Of what it is there to show. */
    String version() {
        return version;
    }

    /** @see ChildProcess#cpu */
    Duration cpu() throws IOException {
        return process.cpu();
    }

    /** @see ChildProcess#resident */
    long resident() throws IOException {
        return process.resident();
    }

    /**
     * Bytes that live in its heap, behind a full collection for which it is stopped; NaN if it is no JVM.
     */
    double liveHeap() throws IOException {
        if (!isJava) return Double.NaN;
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd",
                        String.valueOf(process.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find())
            throw new IOException(
                    "the server does not tell its heap: " + histogram.lines().findFirst());
        return Double.parseDouble(total.group(1));
    }

    @Override
    public void close() throws IOException {
        process.close();
        belongings.close();
    }
}
