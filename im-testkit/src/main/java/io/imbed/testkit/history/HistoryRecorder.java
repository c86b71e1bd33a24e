package io.imbed.testkit.history;

import io.imbed.protocol.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a history, in memory or line by line to a file. A step is written when the call returns: with the operating
 * system, so that it survives the death of this process, though not of the machine.
 *
 * <p>Threads: any. Steps stand in the order in which they were recorded; that an answer is recorded after it arrived, and
 * a request before it leaves, is what makes this order a real one.
 */
public final class HistoryRecorder implements AutoCloseable {
    private final LongSupplier nanoTime;
    private final @Nullable FileChannel file;
    private final List<Step> steps = new ArrayList<>(); // guarded by this; stays empty with a file

    private HistoryRecorder(LongSupplier nanoTime, @Nullable FileChannel file) {
        this.nanoTime = nanoTime;
        this.file = file;
    }

    /** Keeps the steps in memory, for {@link #steps}. */
    public static HistoryRecorder inMemory(LongSupplier nanoTime) {
        return new HistoryRecorder(nanoTime, null);
    }

    /**
     * Appends to a file, which is made if need be. Writers of several files must share what {@code nanoTime} counts
     * from, as {@link System#nanoTime} does among the processes of one machine on Linux.
     */
    public static HistoryRecorder toFile(Path path, LongSupplier nanoTime) throws IOException {
        return new HistoryRecorder(
                nanoTime, FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** What one client sees and does. {@code name} is unique in the run. */
    public ClientHistory client(String name) {
        return new ClientHistory(this, name);
    }

    /** The steps so far; those of a recorder in memory. */
    public synchronized List<Step> steps() {
        return List.copyOf(steps);
    }

    long now() {
        return nanoTime.getAsLong();
    }

    synchronized void add(Step step) {
        if (file == null) {
            steps.add(step);
            return;
        }
        try {
            ByteBuffer line = StandardCharsets.UTF_8.encode(StepJson.line(step) + "\n");
            while (line.hasRemaining()) file.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a run whose history is lost proves nothing
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) file.close();
    }

    /**
     * Reads histories back and merges them by time, each keeping its own order. A last line that was cut off, by the
     * death of its writer, is left out.
     *
     * @throws IOException if a file cannot be read, or any other line is not a step
     */
    public static List<Step> read(List<Path> files) throws IOException {
        List<Step> all = new ArrayList<>();
        for (Path path : files) {
            String text = Files.readString(path);
            int end = text.lastIndexOf('\n') + 1;
            for (String line : text.substring(0, end).lines().toList()) all.add(StepJson.parse(line));
        }
        // Stable, and the times of one file never fall: steps of one writer stay as they were.
        all.sort((a, b) -> Long.compare(a.t(), b.t()));
        return all;
    }

    /** A short digest of a message's content, the same wherever it is computed. */
    public static String digest(Content content) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(content.json().text().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }
}
