package io.imbed.transport.ws;

import io.imbed.Limits;
import io.imbed.spi.TrustedProxies;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts sockets, so that nobody can hold more than a share of them without even a handshake. Who may connect in the end
 * is the engine's to say, with an answer that a client can read; to give it, a few more sockets than connections are let
 * in.
 *
 * <p>Threads: any.
 */
final class Admission {
    private static final int SPARE_TOTAL = 256;
    static final int SPARE_PER_ADDRESS = 16;

    private final int total;
    private final int perAddress;
    private final TrustedProxies proxies;
    private final Map<InetAddress, Integer> counts = new HashMap<>(); // guarded by this
    private int sockets; // guarded by this

    Admission(Limits.Connections limits, TrustedProxies proxies) {
        this.total = limits.total() + SPARE_TOTAL;
        this.perAddress = limits.perAddress() + SPARE_PER_ADDRESS;
        this.proxies = proxies;
    }

    /** Counts a socket; false if it is one too many, which leaves the counts as they were. */
    synchronized boolean enter(InetAddress peer) {
        if (sockets >= total) return false;
        // A proxy brings everybody's sockets; whom it speaks for is known only after the handshake.
        int limit = proxies.trusts(peer) ? total : perAddress;
        int count = counts.getOrDefault(peer, 0);
        if (count >= limit) return false;
        counts.put(peer, count + 1);
        sockets++;
        return true;
    }

    synchronized void leave(InetAddress peer) {
        sockets--;
        counts.computeIfPresent(peer, (address, count) -> count == 1 ? null : count - 1);
    }
}
