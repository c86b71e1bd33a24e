package io.imbed.store.jdbc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What strace saw of a server: when each text was first written to the write-ahead log, when that was synced, and when a socket
 * was first told of it, be it by the acknowledgement or by the message itself. Lines stand in the order in which calls began or ended.
 */
final class SyncTrace {
    /** For {@code strace -f}: with the paths of files, and so much of what is written that a whole page is seen. */
    static final List<String> STRACE = List.of(
            "strace",
            "-f",
            "-qq",
            "-y",
            "-s",
            "70000",
            "--seccomp-bpf",
            "-e",
            "trace=write,writev,pwrite64,fsync,fdatasync");

    /** Thread, call, file or socket; the rest of the line has what was written. */
    private static final Pattern CALL = Pattern.compile("(\\d+) +(\\w+)\\(\\d+<([^>]*)>.*");

    private static final Pattern RESUMED = Pattern.compile("(\\d+) +<\\.\\.\\. (fsync|fdatasync) resumed>.*");
    /** An acknowledgement, in strace's quotes; it does not name its message, but the seq. */
    private static final Pattern ACK = Pattern.compile("\\{\\\\\"re\\\\\":\\d+,\\\\\"seq\\\\\":(\\d+),");

    private static final String UNFINISHED = "<unfinished ...>";

    /** One sync of the log, by the numbers of the lines. */
    private record Sync(int begun, int ended) {}

    private final Pattern text;
    private final Map<String, Integer> logged = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private final Map<Long, Integer> acked = new HashMap<>(); // by seq
    private final List<Sync> syncs = new ArrayList<>();
    private final Map<String, Integer> syncing = new HashMap<>(); // by thread: the line on which it began

    private SyncTrace(Pattern text) {
        this.text = text;
    }

    /** @param text what every message says, and nothing else */
    static SyncTrace read(Path file, Pattern text) throws IOException {
        SyncTrace trace = new SyncTrace(text);
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < lines.size(); i++) trace.line(i, lines.get(i));
        return trace;
    }

    private void line(int number, String line) {
        Matcher resumed = RESUMED.matcher(line);
        if (resumed.matches()) {
            Integer begun = syncing.remove(resumed.group(1));
            if (begun != null) syncs.add(new Sync(begun, number));
            return;
        }
        Matcher call = CALL.matcher(line);
        if (!call.matches()) return;
        String file = call.group(3);
        boolean isLog = file.endsWith("imbed.db-wal");
        if (call.group(2).contains("sync")) {
            if (!isLog) return;
            if (line.endsWith(UNFINISHED)) syncing.put(call.group(1), number);
            else syncs.add(new Sync(number, number));
        } else if (isLog) {
            first(logged, line, number);
        } else if (file.contains("socket") || file.startsWith("TCP")) {
            first(told, line, number);
            Matcher ack = ACK.matcher(line);
            while (ack.find()) acked.putIfAbsent(Long.parseLong(ack.group(1)), number);
        }
    }

    private void first(Map<String, Integer> lines, String line, int number) {
        Matcher found = text.matcher(line);
        while (found.find()) lines.putIfAbsent(found.group(), number);
    }

    /** How many acknowledgements were seen. */
    int acks() {
        return acked.size();
    }

    /**
     * Texts of which somebody was told before what has them was synced.
     *
     * @param sent all texts, with the seq that each was given
     */
    List<String> toldTooEarly(Map<String, Long> sent) {
        return sent.keySet().stream()
                .filter(each -> !synced(each, Math.min(at(told.get(each)), at(acked.get(sent.get(each))))))
                .sorted()
                .toList();
    }

    private static int at(@Nullable Integer line) {
        return line == null ? Integer.MAX_VALUE : line;
    }

    private boolean synced(String each, int toldAt) {
        Integer written = logged.get(each);
        return written != null && syncs.stream().anyMatch(sync -> sync.begun() > written && sync.ended() < toldAt);
    }

    @Override
    public String toString() {
        return logged.size() + " messages in the log, " + syncs.size() + " syncs of it, " + acked.size()
                + " acknowledgements and " + told.size() + " messages seen on sockets";
    }
}
