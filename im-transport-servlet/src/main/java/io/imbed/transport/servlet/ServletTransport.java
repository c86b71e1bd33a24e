package io.imbed.transport.servlet;

import io.imbed.spi.Acceptor;
import io.imbed.spi.Batch;
import io.imbed.spi.Connection;
import io.imbed.spi.OriginPolicy;
import io.imbed.spi.Transport;
import io.imbed.spi.TrustedProxies;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * WebSocket, server-sent events, long polling and polling below one path of the host's own servlet container.
 *
 * <pre>{@code
 * ServletTransport transport = ServletTransport.create();
 * transport.install(servletContext, "/im");
 * ImServer.builder(storage).transport(transport) … .build().start();
 * }</pre>
 *
 * <p>Lets in clients that are no browsers, pages of the host's own origin and pages that {@link Builder#origins} lists.
 * Whom the container has authenticated is in {@link io.imbed.spi.Handshake#principal()}. WebSocket is there if the
 * container has it; nothing has to be registered for it.
 *
 * <p>Container and server may start in either order; as long as the server does not run, requests are answered 503.
 */
public final class ServletTransport implements Transport {
    private static final String NAME = "servlet";

    private final ServletOptions options;
    private volatile @Nullable Hub hub;

    private ServletTransport(ServletOptions options) {
        this.options = options;
    }

    /** Everything as by default. */
    public static ServletTransport create() {
        return builder().build();
    }

    public static Builder builder() {
        return new Builder();
    }

    /**
     * Adds {@link #servlet()} to a context that is still being set up. Filters on the way to it have to support
     * asynchronous requests, too.
     *
     * @param path where clients connect, such as {@code /im}
     * @throws IllegalStateException if the context is running already, or has a servlet of ours at this path
     */
    public void install(ServletContext context, String path) {
        if (!path.startsWith("/") || path.endsWith("/") || path.contains("*"))
            throw new IllegalArgumentException("path " + path + " is not like /im");
        ServletRegistration.Dynamic registration = context.addServlet("imbed " + path, servlet());
        if (registration == null)
            throw new IllegalStateException("the context has a servlet of Imbed at " + path + " already");
        registration.setAsyncSupported(true);
        registration.addMapping(path + "/*");
    }

    /**
     * The servlet, for hosts that register it in a way of their own: below {@code path/*}, with asynchronous requests
     * switched on. Each call returns another one, and all serve the same chat.
     */
    public Servlet servlet() {
        return new WireServlet(this, options);
    }

    @Override
    public String name() {
        return NAME;
    }

    /** Each connection asks in its own way: WebSocket by a ping, an event stream by writing to it, a poll by its deadline. */
    @Override
    public Capabilities capabilities() {
        return new Capabilities(true);
    }

    @Override
    public synchronized void start(Acceptor acceptor) {
        if (hub != null) throw new IllegalStateException("already started");
        hub = new Hub(this, options, acceptor);
    }

    @Override
    public void write(Batch batch, List<? extends Connection> connections) {
        SharedText text = new SharedText(batch);
        for (Connection connection : connections) ((ServletConnection) connection).write(text);
    }

    @Override
    public CompletionStage<Void> stop(Duration grace) {
        Hub running = hub;
        return running == null ? CompletableFuture.completedFuture(null) : running.stop(grace);
    }

    /** Null before the start. */
    @Nullable Hub hub() {
        return hub;
    }

    /** Options. Threads: one. */
    public static final class Builder {
        private static final int DEFAULT_HIGH_WATER = 256 * 1024;

        private OriginPolicy origins = OriginPolicy.noPages();
        private boolean ownPages = true;
        private TrustedProxies proxies = TrustedProxies.none();
        private Function<HttpServletRequest, @Nullable Object> owner = Builder::principalName;
        private Function<HttpServletRequest, Map<String, Object>> attributes = request -> Map.of();
        private int ioThreads = Math.max(2, Runtime.getRuntime().availableProcessors());
        private int lowWater = DEFAULT_HIGH_WATER / 4;
        private int highWater = DEFAULT_HIGH_WATER;
        private int kept = DEFAULT_HIGH_WATER;
        private Duration resumeWithin = Duration.ofSeconds(30);
        private Duration maxWait = Duration.ofSeconds(25);
        private Duration bodyTimeout = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(5);

        private Builder() {}

        private static @Nullable Object principalName(HttpServletRequest request) {
            Principal principal = request.getUserPrincipal();
            return principal == null ? null : principal.getName();
        }

        /** Which web pages of other origins may connect; default none. They get cookies to send, too, so list few. */
        public Builder origins(OriginPolicy policy) {
            this.origins = policy;
            return this;
        }

        /** Whether pages of the very origin that is asked may connect; default true. */
        public Builder ownPages(boolean permitted) {
            this.ownPages = permitted;
            return this;
        }

        /** Who may speak for other addresses; default nobody. A container that sees to that itself needs none of it. */
        public Builder trustedProxies(TrustedProxies trusted) {
            this.proxies = trusted;
            return this;
        }

        /**
         * Whose a request is; default the name of the container's principal, and null without one. A connection over HTTP
         * belongs to whoever opened it: a later request of somebody else's is answered as if there were no such
         * connection. For a host that keeps its login elsewhere, say in an attribute of the HTTP session.
         */
        public Builder owner(Function<HttpServletRequest, @Nullable Object> newOwner) {
            this.owner = newOwner;
            return this;
        }

        /** What of an opening request goes into the attributes of the handshake, beside the principal; default nothing. */
        public Builder attributes(Function<HttpServletRequest, Map<String, Object>> newAttributes) {
            this.attributes = newAttributes;
            return this;
        }

        /** Threads that write; default one for each core, and two at least. */
        public Builder ioThreads(int count) {
            if (count < 1) throw new IllegalArgumentException("ioThreads is " + count + ", not at least 1");
            this.ioThreads = count;
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

        /**
         * How much that was written to an event stream is kept for its client to come back for, unless it confirms it;
         * default 256 KiB, and nothing longer than {@link #resumeWithin}. A client that needs more opens another
         * connection, and catches up by its cursors.
         */
        public Builder keptBytes(int most) {
            if (most < 1) throw new IllegalArgumentException("keptBytes is " + most + ", not at least 1");
            this.kept = most;
            return this;
        }

        /**
         * How long a connection over HTTP lives without a request of its client's: the longest pause between two polls, and
         * the time to resume an event stream. Default 30 s.
         */
        public Builder resumeWithin(Duration time) {
            this.resumeWithin = positive("resumeWithin", time);
            return this;
        }

        /** How long a poll may wait at most; default 25 s, less than proxies wait for an answer. */
        public Builder maxWait(Duration time) {
            this.maxWait = positive("maxWait", time);
            return this;
        }

        /** How long the body of a request may take to arrive; default 10 s. */
        public Builder bodyTimeout(Duration time) {
            this.bodyTimeout = positive("bodyTimeout", time);
            return this;
        }

        /** How long a peer may take to accept what was written before a close, and to answer it; default 5 s. */
        public Builder closeTimeout(Duration time) {
            this.closeTimeout = positive("closeTimeout", time);
            return this;
        }

        public ServletTransport build() {
            return new ServletTransport(new ServletOptions(
                    origins,
                    ownPages,
                    proxies,
                    owner,
                    attributes,
                    ioThreads,
                    lowWater,
                    highWater,
                    kept,
                    resumeWithin,
                    maxWait,
                    bodyTimeout,
                    closeTimeout));
        }

        private static Duration positive(String name, Duration time) {
            if (time.isNegative() || time.isZero()) throw new IllegalArgumentException(name + " must be positive");
            return time;
        }
    }
}
