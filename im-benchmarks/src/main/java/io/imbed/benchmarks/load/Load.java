package io.imbed.benchmarks.load;

import io.imbed.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Puts a load on a server, in full size, and exits with 1 if it does not bear it as it should. On Linux: clients come from
 * many of the addresses 127.x.y.z, a hundred each, so that the server's limits can stay as they are.
 *
 * <pre>java -cp CLASSPATH io.imbed.benchmarks.load.Load steady|restart|kill|slow|saturated|size …</pre>
 */
public final class Load {
    /** Ten thousand connections in rooms of 50, and 200 messages a second. */
    private static final Scale FULL = new Scale(200, 50, 200, 100, Duration.ofMinutes(5), 50, "1g");
    /** Fewer and longer messages: the system itself takes four megabytes of what somebody does not read. */
    private static final Scale SLOW = new Scale(20, 50, 200, 6_000, Duration.ofSeconds(20), 50, "1g");
    /** Of 10 000 sockets, most never finish their handshake. */
    private static final Scale SATURATED = new Scale(4, 100, 0, 8_000, Duration.ofSeconds(60), 200, "256m");

    private static final Saturated.Attackers ATTACKERS = new Saturated.Attackers(200, 100, 16, 2_000, 50, 50, 7_000);
    /** They come back five hundred times a second, and take the cores of the healthy client's answer, too. */
    private static final Duration ANSWERED = Duration.ofSeconds(3);

    private static final int DESCRIPTORS = 10_500;
    private static final String SIZE = "size";

    private Load() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 1 && !(args.length == 4 && args[0].equals(SIZE)))
            throw new IllegalArgumentException(
                    "name one scenario: steady, restart, kill, slow, saturated, or size ROOMS"
                            + " MEMBERS-OF-EACH MESSAGES-PER-SECOND");
        System.out.println(args[0]);
        requireDescriptors();
        Outcome outcome = run(args);
        System.out.println(outcome.missed().isEmpty() ? "  all as wanted" : "  missed: " + outcome.missed());
        System.exit(outcome.missed().isEmpty() ? 0 : 1);
    }

    private static Outcome run(String... args) throws IOException {
        Duration part = Duration.ofSeconds(20);
        return switch (args[0]) {
            case "steady" -> Steady.run(FULL, Duration.ofMillis(250), 1.05);
            case "restart" -> Restart.run(FULL.withTime(part), Restart.End.DRAIN, folder());
            case "kill" -> Restart.run(FULL.withTime(part), Restart.End.KILL, folder());
            case "slow" -> SlowReaders.run(SLOW, Duration.ofMinutes(3), Duration.ofMillis(50));
            case "saturated" -> Saturated.run(SATURATED, ATTACKERS, ANSWERED);
            case SIZE -> Sizing.run(sized(args));
            default -> throw new IllegalArgumentException("there is no scenario " + args[0]);
        };
    }

    /** For as long as it takes until each connection has been pinged once: all that are opened together are pinged together. */
    private static Scale sized(String... args) {
        int rooms = Integer.parseInt(args[1]);
        int size = Integer.parseInt(args[2]);
        Duration time = Limits.defaults().times().ping();
        return new Scale(rooms, size, Double.parseDouble(args[3]), 100, time, 50, "1g");
    }

    private static Path folder() throws IOException {
        return Files.createTempDirectory("imbed-load");
    }

    /** A process that has too few says so in a thousand confusing ways. */
    private static void requireDescriptors() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (!line.startsWith("Max open files")) continue;
            String soft = line.substring("Max open files".length()).trim().split(" ")[0];
            if (soft.equals("unlimited") || Long.parseLong(soft) >= DESCRIPTORS) return;
            throw new IOException("this process may open " + soft + " files, and needs " + DESCRIPTORS
                    + ": call ulimit -n " + DESCRIPTORS + " before");
        }
    }
}
