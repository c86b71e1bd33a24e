package io.imbed.transport.ws;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.OriginPolicy;
import io.imbed.spi.Transport;
import io.imbed.spi.TrustedProxies;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket on a port of its own.
 *
 * <pre>{@code
 * ImServer.builder(storage).transport(WsTransport.on(8080))
 * }</pre>
 *
 * <p>Listens on the loopback address unless told otherwise, lets in clients that are no browsers and pages that
 * {@link Builder#origins} lists, and selects the subprotocol {@code im.v1} where it is offered.
 */
public final class WsTransport implements Transport {
    private static final String NAME = "ws";

    private final WsOptions options;
    private volatile @Nullable Endpoint endpoint;

    private WsTransport(WsOptions options) {
        this.options = options;
    }

    private static final int HALF_OF_CORES = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** On this port of the loopback address, everything else as by default; 0 takes any free port. */
    public static WsTransport on(int port) {
        return builder(port).build();
    }

    /** @param port 0 takes any that is free; {@link #port} tells which */
    public static Builder builder(int port) {
        return new Builder(port);
    }

    /**
     * The port it listens on.
     *
     * @throws IllegalStateException before {@link #start}
     */
    public int port() {
        return running().port();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(true);
    }

    @Override
    public synchronized void start(Acceptor acceptor) throws IOException {
        if (endpoint != null) throw new IllegalStateException("already started");
        endpoint = Endpoint.open(this, options, acceptor);
    }

    @Override
    public void write(Batch batch, List<? extends Connection> connections) {
        Endpoint running = endpoint;
        if (running == null) throw new IllegalStateException("not started");
        running.write(batch, connections);
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        Endpoint running = endpoint;
        return running == null ? CompletableFuture.completedFuture(null) : running.stop(grace);
    }

    private Endpoint running() {
        Endpoint running = endpoint;
        if (running == null) throw new IllegalStateException("not started");
        return running;
    }

    /** Options. Threads: one. */
    public static final class Builder {
        private static final int DEFAULT_HIGH_WATER = 256 * 1024;

        private final int port;
        private @Nullable InetAddress address;
        private String path = "/im";
        private @Nullable SSLContext tls;
        private OriginPolicy origins = OriginPolicy.noPages();
        private TrustedProxies proxies = TrustedProxies.none();
        private int ioThreads = HALF_OF_CORES;
        private int writerThreads = HALF_OF_CORES;
        private Duration linger = Duration.ZERO;
        private int lowWater = DEFAULT_HIGH_WATER / 4;
        private int highWater = DEFAULT_HIGH_WATER;
        private Duration closeTimeout = Duration.ofSeconds(5);

        private Builder(int port) {
            if (port < 0 || port > 65_535) throw new IllegalArgumentException("port " + port + " is not 0 to 65535");
            this.port = port;
        }

        /** Listens there instead of on the loopback address; {@code 0.0.0.0} is every address of this host. */
        public Builder address(InetAddress newAddress) {
            this.address = newAddress;
            return this;
        }

        /** Where clients connect; default {@code /im}. Everything else is 404. */
        public Builder path(String newPath) {
            if (!newPath.startsWith("/"))
                throw new IllegalArgumentException("path " + newPath + " does not begin with /");
            this.path = newPath;
            return this;
        }

        /** Encrypts. A proxy in front of this that does it costs the server less. */
        public Builder tls(SSLContext context) {
            this.tls = context;
            return this;
        }

        /** Which web pages may connect; default none. */
        public Builder origins(OriginPolicy policy) {
            this.origins = policy;
            return this;
        }

        /** Who may speak for other addresses; default nobody. */
        public Builder trustedProxies(TrustedProxies trusted) {
            this.proxies = trusted;
            return this;
        }

        /** Threads that decode and route what clients send, besides the one that reads; default one for two cores. */
        public Builder ioThreads(int count) {
            this.ioThreads = atLeastOne("ioThreads", count);
            return this;
        }

        /**
         * Threads that write; default one for two cores. With more, each has less to write at once, and they take the
         * cores from those who decide what is to be written.
         */
        public Builder writerThreads(int count) {
            this.writerThreads = atLeastOne("writerThreads", count);
            return this;
        }

        /**
         * Holds back what is to be written for so long, that more may gather and leave with it: less work for more
         * latency. Default zero.
         */
        public Builder linger(Duration time) {
            if (time.isNegative()) throw new IllegalArgumentException("linger " + time + " is negative");
            this.linger = time;
            return this;
        }

        /**
         * A connection with {@code high} pending bytes is not writable until no more than {@code low} are left. Default
         * 256 KiB, a page of catch-up, and a quarter of it.
         */
        public Builder pendingBytes(int low, int high) {
            if (low < 0 || high <= low) throw new IllegalArgumentException("low " + low + " is not below high " + high);
            this.lowWater = low;
            this.highWater = high;
            return this;
        }

        /** How long a peer may take to accept what was written before a close, and to answer it; default 5 s. */
        public Builder closeTimeout(Duration time) {
            if (time.isNegative() || time.isZero()) throw new IllegalArgumentException("closeTimeout must be positive");
            this.closeTimeout = time;
            return this;
        }

        public WsTransport build() {
            InetAddress host = address == null ? InetAddress.getLoopbackAddress() : address;
            return new WsTransport(new WsOptions(
                    new InetSocketAddress(host, port),
                    path,
                    tls,
                    origins,
                    proxies,
                    ioThreads,
                    writerThreads,
                    linger,
                    lowWater,
                    highWater,
                    closeTimeout));
        }

        private static int atLeastOne(String name, int count) {
            if (count < 1) throw new IllegalArgumentException(name + " is " + count + ", not at least 1");
            return count;
        }
    }
}
