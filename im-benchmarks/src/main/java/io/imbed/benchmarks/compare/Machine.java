package io.imbed.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What figures were taken on. */
final class Machine {
    private Machine() {}

    static String inWords() {
        Runtime java = Runtime.getRuntime();
        return "%s, %d cores, %s of memory; %s %s; Java %s, Node %s"
                .formatted(
                        found("/proc/cpuinfo", "model name\\s*: (.*)"),
                        java.availableProcessors(),
                        found("/proc/meminfo", "MemTotal:\\s*(.*)"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.runtime.version"),
                        node());
    }

    private static String found(String file, String pattern) {
        try {
            Matcher found = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
            return found.find() ? found.group(1) : "unknown";
        } catch (IOException notLinux) {
            return "unknown";
        }
    }

    private static String node() {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            return new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        } catch (IOException none) {
            return "none";
        }
    }
}
