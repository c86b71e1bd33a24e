package io.imbed.store.jdbc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A {@link KilledServer} in a process of its own. Threads: one. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private int port;

    private ServerProcess(Process process) {
        this.process = process;
    }

    /** Starts one, which is not ready yet. {@code before} comes before the command, a tracer for instance. */
    static ServerProcess start(String address, int port, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.addAll(JavaCommand.of(KilledServer.class, address, Integer.toString(port)));
        return new ServerProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it accepts connections, and returns its port. */
    int awaitReady() throws IOException {
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            if (!line.startsWith("PORT ")) continue;
            drain(out);
            port = Integer.parseInt(line.substring(5));
            return port;
        }
        throw new IOException("the server ended before it was ready");
    }

    /** What it logs: a pipe that is full would hold it up. */
    private static void drain(BufferedReader out) {
        Thread reader = new Thread(
                () -> {
                    try (out) {
                        out.transferTo(Writer.nullWriter());
                    } catch (IOException ended) {
                        // with the process
                    }
                },
                "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Known once it is ready. */
    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    /** On Linux and macOS this is SIGKILL: nothing of it runs any more. A second call does nothing. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly); // of a tracer, what it traces
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
