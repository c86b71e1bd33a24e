package io.imbed.benchmarks.compare;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which says {@code READY ws=<address> version=<what of>} when it can be connected to. */
final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("READY ws=(\\S+) version=(.+)");
    /** The last line of a class histogram: how many objects, how many bytes. */
    private static final Pattern TOTAL = Pattern.compile("(?m)^Total\\s+\\d+\\s+(\\d+)");

    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Closeable belongings;
    private final Process process;
    private final boolean isJava;
    private final BufferedReader said;
    private final URI address;
    private final String version;

    /** @param belongings closed when it has ended, in whatever way */
    ServerProcess(List<String> command, Closeable belongings) throws IOException {
        isJava = command.get(0).endsWith("java");
        this.belongings = belongings;
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException noProgram) {
            belongings.close();
            throw noProgram;
        }
        said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        Matcher ready = READY.matcher(String.valueOf(line));
        if (!ready.matches()) {
            close();
            throw new IOException("the server did not start: " + line);
        }
        address = URI.create(ready.group(1));
        version = ready.group(2);
    }

    URI address() {
        return address;
    }

    /** Of what it is there to show. */
    String version() {
        return version;
    }

    long pid() {
        return process.pid();
    }

    /** User and system time so far, by the system's own account, which nobody has of a process that has ended. */
    Duration cpu() throws IOException {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IOException(
                        process.isAlive()
                                ? "this system does not tell a process's processor time"
                                : "the server has ended with " + process.exitValue()));
    }

    /** Bytes of memory that it has (Linux). */
    long resident() throws IOException {
        Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid() + "/status")));
        if (!resident.find()) throw new IOException("the system does not tell the size of process " + pid());
        return Long.parseLong(resident.group(1)) * 1024;
    }

    /**
     * Bytes that live in its heap, behind a full collection for which it is stopped; NaN if it is no JVM.
     */
    double liveHeap() throws IOException {
        if (!isJava) return Double.NaN;
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd", String.valueOf(pid()), "GC.class_histogram")
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
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        said.close();
        belongings.close();
    }
}
