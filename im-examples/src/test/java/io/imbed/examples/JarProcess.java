package io.imbed.examples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The real jar in a process of its own, with its streams as pipes. Whoever waits for something gives up at a deadline and
 * then says what was printed until then.
 *
 * <p>Threads: any.
 */
final class JarProcess implements AutoCloseable {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final Process process;
    private final PrintStream in;
    private final Lines out;
    private final Lines err;

    private JarProcess(Process process) {
        this.process = process;
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.out = new Lines(process.getInputStream(), "out");
        this.err = new Lines(process.getErrorStream(), "err");
    }

    static JarProcess start(String... args) throws IOException {
        String jar = System.getProperty("im.server.jar");
        if (jar == null) throw new IllegalStateException("the system property im.server.jar names no jar");
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-jar", jar));
        command.addAll(List.of(args));
        return new JarProcess(new ProcessBuilder(command).start());
    }

    /** Types a line. */
    void type(String line) {
        in.println(line);
    }

    /** Says that no more is typed. */
    void endInput() {
        in.close();
    }

    /** The first line on its standard stream of which this is true, from the beginning or still to come. */
    String line(Predicate<String> wanted) throws InterruptedException {
        return out.first(wanted);
    }

    String lineWith(String part) throws InterruptedException {
        return line(line -> line.contains(part));
    }

    /** What it has printed on the standard stream so far. */
    List<String> lines() {
        return out.soFar();
    }

    /** All of its error stream; waits for its end. */
    List<String> errors() throws InterruptedException {
        return err.all();
    }

    /** Asks it to end, with SIGTERM. */
    void terminate() {
        process.destroy();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running; printed " + out.soFar() + ", errors " + err.soFar());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** What one stream brought. */
    private static final class Lines {
        private final List<String> lines = new ArrayList<>(); // guarded by this
        private final Thread reader;

        Lines(InputStream stream, String name) {
            reader = new Thread(() -> read(stream), "jar-" + name);
            reader.setDaemon(true);
            reader.start();
        }

        private void read(InputStream stream) {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) add(line);
            } catch (IOException closed) {
                add("(the stream broke: " + closed.getMessage() + ")");
            }
        }

        private synchronized void add(String line) {
            lines.add(line);
            notifyAll();
        }

        synchronized String first(Predicate<String> wanted) throws InterruptedException {
            long deadline = System.nanoTime() + DEADLINE.toNanos();
            int seen = 0;
            while (true) {
                for (; seen < lines.size(); seen++) {
                    if (wanted.test(lines.get(seen))) return lines.get(seen);
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) throw new AssertionError("the line did not come; there were " + lines);
                wait(left);
            }
        }

        synchronized List<String> soFar() {
            return List.copyOf(lines);
        }

        List<String> all() throws InterruptedException {
            reader.join(DEADLINE.toMillis());
            return soFar();
        }
    }
}
