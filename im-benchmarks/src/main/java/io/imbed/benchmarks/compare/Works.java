package io.imbed.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All works: who does them, and what Imbed must reach in them. */
final class Works {
    private static final String DURABLE = "durable";

    private Works() {}

    /** But for {@link Idle}, in which nobody talks. */
    static List<Work> all(Duration warmUp, Duration measured) {
        return List.of(
                new Work("room", 1, 1_000, 8, 1, 32, 0, warmUp, measured),
                new Work("room-100", 1, 1_000, 8, 1, 0, 100, warmUp, measured),
                new Work("rooms", 500, 4, 4, 500, 1, 0, warmUp, measured),
                new Work("rooms-2500", 500, 4, 4, 500, 0, 2_500, warmUp, measured),
                new Work("few", 1_000, 10, 1, 40, 0, 400, warmUp, measured),
                durable(warmUp, measured));
    }

    /**
     * A hundred who each wait for their own message, as people do, so that whoever can store several at once has several;
     * and rooms so small that to store a message is more than to deliver it.
     */
    private static Work durable(Duration warmUp, Duration measured) {
        return new Work(DURABLE, 50, 10, 2, 50, 1, 0, warmUp, measured);
    }

    /** What {@code works=} knows, in the order in which it is done. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Work each : all(Duration.ZERO, Duration.ZERO)) names.add(each.name());
        names.add(Idle.NAME);
        return names;
    }

    /**
     * Those who store are compared with each other, beside Imbed in memory. At a low rate in many rooms, the yardstick and
     * its neighbour will do.
     */
    static Set<Peer> peers(String work) {
        return switch (work) {
            case DURABLE -> EnumSet.of(Peer.IMBED, Peer.IMBED_SQLITE, Peer.NETTY_SQLITE);
            case "rooms-2500" -> EnumSet.of(Peer.IMBED, Peer.NETTY, Peer.BROADCAST);
            default -> EnumSet.complementOf(EnumSet.of(Peer.IMBED_SQLITE, Peer.NETTY_SQLITE));
        };
    }

    /** What one has to know of who does it; empty if that is nothing. */
    static String note(String work) {
        return work.equals(DURABLE)
                ? "On SQLite a message is on the disk before anybody sees it, its sender included. Imbed without it keeps"
                        + " messages in memory, and is here for reference."
                : "";
    }

    static List<Target> targets(String work) {
        return switch (work) {
            case "room" ->
                List.of(
                        Target.cpu(Peer.NETTY, 0.75),
                        Target.deliveries(Peer.NETTY, 1.1),
                        Target.deliveries(Peer.STOMP, 20),
                        Target.cpu(Peer.STOMP, 1 / 30.0));
            case "room-100" -> List.of(Target.cpu(Peer.NETTY, 1.0), Target.p99(Peer.NETTY, 1.25));
            case "rooms" -> List.of(Target.cpu(Peer.NETTY, 0.9));
            case "few" -> List.of(Target.cpu(Peer.NETTY, 1.2), Target.p99(Peer.NETTY, 1.5));
            default -> List.of();
        };
    }
}
