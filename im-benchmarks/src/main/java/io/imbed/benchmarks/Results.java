package io.imbed.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The file of results. What stands before the first section is always the same and written here. A run renews the sections of
 * what it has measured, and leaves all others as they are, be they of other runs or written by people.
 */
public final class Results {
    /** Sections that programs write, in their order. */
    public static final List<String> CONTENTS =
            List.of("room", "room-100", "rooms", "rooms-2500", "few", "durable", "idle", "Without a peer");

    static final String BEGINNING = """
            # Results

            What `Comparison` and `MicroBenchmarks` have measured, and have written here with `results=` (their commands are in
            CONTRIBUTING.md). A section that begins with its date is renewed by the next run of its work; the others are written
            by people.

            Beside others, a figure is the median of fresh processes, which took turns; the clients, all on one thread, share the
            machine with the server. CPU is user and system time of the server's process, from the system's own account, by
            messages counted at the receivers. Latency is from when a message was due, so a server that holds up its senders does
            not look quicker. Compare figures of one table: absolute ones move with the machine.

            Imbed had all in force: a log in memory if nothing else is said, sequence numbers, acknowledgements, idempotence,
            policy, a hook, and rates that are counted. The others did the bare job.
            """;

    private Results() {}

    /**
     * A file that can be written: it would be a pity to find out after an hour that it cannot.
     *
     * @param arg in which somebody has asked for it
     * @throws IllegalArgumentException if its folder is not there
     */
    public static Path file(String arg, String path) {
        Path file = Path.of(path);
        if (Files.isDirectory(file.toAbsolutePath().resolveSibling("")) && !Files.isDirectory(file)) return file;
        throw new IllegalArgumentException(arg + ": a file in a folder that is there is wanted");
    }

    /**
     * Prints a section, and puts it into a file.
     *
     * @param file made if it is not there; null if there is to be none
     */
    public static void publish(Section section, @Nullable Path file) throws IOException {
        System.out.println(section);
        if (file != null) Files.writeString(file, with(Files.exists(file) ? Files.readString(file) : "", section));
    }

    /**
     * The text of a file with a section in it, in the place of the one of this name, or else behind those that go before.
     *
     * @throws IllegalArgumentException if the section is not in {@link #CONTENTS}
     */
    static String with(String text, Section section) {
        int place = CONTENTS.indexOf(section.name());
        if (place < 0) throw new IllegalArgumentException("there is no place for '" + section.name() + "'");
        List<String> sections = sections(text);
        int at = 0;
        for (int i = 0; i < sections.size(); i++) {
            int other = place(sections.get(i));
            if (other == place) {
                sections.remove(i);
                at = i;
                break;
            }
            if (other >= 0 && other < place) at = i + 1;
        }
        sections.add(at, section.toString());
        return Stream.concat(Stream.of(BEGINNING), sections.stream())
                .map(String::stripTrailing)
                .collect(Collectors.joining("\n\n", "", "\n"));
    }

    /** Each from its heading to the next. */
    private static List<String> sections(String text) {
        List<String> sections = new ArrayList<>(List.of(text.split("(?m)^(?=" + Section.HEADING + ")")));
        if (!sections.get(0).startsWith(Section.HEADING)) sections.remove(0);
        return sections;
    }

    /** Below 0 if no program has written it. */
    private static int place(String section) {
        String heading = section.lines().findFirst().orElseThrow();
        return CONTENTS.indexOf(heading.substring(Section.HEADING.length()).split(":", 2)[0]);
    }
}
