package io.imbed.store.jdbc;

import io.imbed.client.Timeouts;
import io.imbed.testkit.history.HistoryRecorder;
import io.imbed.testkit.history.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A {@link Talker} in a process of its own, which writes what it is told to a file. Threads: one. */
final class TalkingProcess implements AutoCloseable {
    private static final String TALKS = "talks";
    private static final String SILENT = "silent";
    private static final String CAUGHT_UP = "caught up";

    private final Process process;
    private final BufferedReader out;
    private final Path history;

    private TalkingProcess(Process process, Path history) {
        this.process = process;
        this.history = history;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts one; returns once it was heard. */
    static TalkingProcess start(int port, Path history) throws IOException {
        List<String> command = JavaCommand.of(TalkingProcess.class, Integer.toString(port), history.toString());
        TalkingProcess started = new TalkingProcess(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                history);
        started.awaitLine(TALKS);
        return started;
    }

    Process process() {
        return process;
    }

    /** Waits until it has fallen silent, and all that it said is answered. */
    void fallSilent() throws IOException {
        tell(SILENT);
    }

    /** Waits until it has seen everything, and returns what it was told. */
    List<Step> catchUp() throws IOException {
        tell(CAUGHT_UP);
        return HistoryRecorder.read(List.of(history));
    }

    private void tell(String what) throws IOException {
        process.outputWriter().write(what + "\n");
        process.outputWriter().flush();
        awaitLine(what);
    }

    private void awaitLine(String wanted) throws IOException {
        for (String line = out.readLine(); line != null; line = out.readLine()) if (line.equals(wanted)) return;
        throw new IOException("the talker ended before it was \"" + wanted + "\"");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** The process itself: does what it reads, and says so. Arguments: the port, and the file. */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (HistoryRecorder recorder = HistoryRecorder.toFile(Path.of(args[1]), System::nanoTime);
                Talker talker = new Talker(
                        "talker",
                        URI.create("ws://127.0.0.1:" + args[0] + "/im"),
                        recorder,
                        Crowd.rooms(0),
                        Timeouts.defaults())) {
            talker.start();
            talker.awaitAcked(1);
            System.out.println(TALKS);
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(SILENT)) talker.fallSilent();
                else talker.awaitCaughtUp();
                System.out.println(line);
            }
        }
    }
}
