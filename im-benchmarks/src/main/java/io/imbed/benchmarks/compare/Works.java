package io.imbed.benchmarks.compare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All works: who does them, and what Imbed must reach in them. */
final class Works {
    private Works() {}

    /** But for {@link Idle}, in which nobody talks. */
    static List<Work> all(Duration warmUp, Duration measured) {
        return List.of(
                new Work("room", 1, 1_000, 8, 1, 32, 0, warmUp, measured),
                new Work("room-100", 1, 1_000, 8, 1, 0, 100, warmUp, measured),
                new Work("rooms", 500, 4, 4, 500, 1, 0, warmUp, measured),
                new Work("rooms-2500", 500, 4, 4, 500, 0, 2_500, warmUp, measured),
                new Work("few", 1_000, 10, 1, 40, 0, 400, warmUp, measured));
    }

    /** What {@code works=} knows, in the order in which it is done. */
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Work each : all(Duration.ZERO, Duration.ZERO)) names.add(each.name());
        names.add(Idle.NAME);
        return names;
    }

    /** At a low rate in many rooms, the yardstick and its neighbour will do. */
    static Set<Peer> peers(String work) {
        return work.equals("rooms-2500")
                ? EnumSet.of(Peer.IMBED, Peer.NETTY, Peer.BROADCAST)
                : EnumSet.allOf(Peer.class);
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
