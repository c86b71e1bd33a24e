package io.imbed.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What figures were taken on. */
public final class Machine {
    private Machine() {}

    /** A sentence that says when figures were taken, and what this machine is. */
    public static String measuredOn(LocalDate date) {
        Runtime java = Runtime.getRuntime();
        return "Measured on %s: %s, %d cores, %s of memory; %s %s; Java %s."
                .formatted(
                        date,
                        found("/proc/cpuinfo", "model name\\s*: (.*)"),
                        java.availableProcessors(),
                        found("/proc/meminfo", "MemTotal:\\s*(.*)"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"));
    }

    private static String found(String file, String pattern) {
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            return found.find() ? found.group(1) : "unknown";
        } catch (IOException notLinux) {
            return "unknown";
        }
    }
}
