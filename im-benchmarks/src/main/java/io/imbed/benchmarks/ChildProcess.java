package io.imbed.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own, which speaks in lines and is told lines. Its errors go where ours go.
 *
 * <p>Threads: one, beside the one that listens to it.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Process process;
    private final PrintWriter orders;

    private ChildProcess(Process process) {
        this.process = process;
        this.orders = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    }

    /**
     * @param line is given each line that it says, on a thread of its own
     * @param ended is run there behind the last one
     * @throws IOException if there is no such program
     */
    public static ChildProcess start(List<String> command, Consumer<String> line, Runnable ended) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Thread listener = new Thread(() -> listen(process, line, ended), "listens-to-" + process.pid());
        listener.setDaemon(true);
        listener.start();
        return new ChildProcess(process);
    }

    private static void listen(Process process, Consumer<String> line, Runnable ended) {
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            said.lines().forEach(line);
        } catch (IOException | UncheckedIOException closed) {
            // With the process.
        } finally {
            ended.run();
        }
    }

    /** Tells it a line. */
    public void tell(String order) {
        orders.println(order);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** User and system time so far, by the system's own account, which nobody has of a process that has ended. */
    public Duration cpu() throws IOException {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IOException(
                        process.isAlive()
                                ? "this system does not tell a process's processor time"
                                : "the server has ended with " + process.exitValue()));
    }

    /** Bytes of memory that it has of the system (Linux). */
    public long resident() throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
        if (!resident.find()) throw new IOException("the system does not tell the size of process " + pid());
        return Long.parseLong(resident.group(1)) * 1024;
    }

    /** On Linux this is SIGKILL. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Kills it, and waits until it has ended. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
