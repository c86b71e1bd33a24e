package io.imbed;

import io.imbed.hook.Hook;
import io.imbed.hook.HookOptions;
import io.imbed.spi.AccessPolicy;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.spi.Transport;
import io.imbed.spi.UserDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A chat inside this process. Build it, start it, and let users in through a transport.
 *
 * <p>Before {@link #start} no port is open and no client is let in; {@link #rooms()} and {@link #sessions()} work from
 * the beginning. Threads: any.
 */
public final class ImServer implements AutoCloseable {
    private ImServer() {}

    /** @param storage where rooms live; closed with the server */
    public static Builder builder(Storage storage) {
        return new Builder(storage);
    }

    /**
     * Opens the transports, in the order they were added. Called once.
     *
     * @throws IOException if one cannot be opened; those opened before are closed again
     */
    public void start() throws IOException {
        throw new IOException("todo");
    }

    public Rooms rooms() {
        throw new IllegalStateException("todo");
    }

    public Sessions sessions() {
        throw new IllegalStateException("todo");
    }

    /**
     * Lets nobody in any more, tells clients that the end is near, answers what is under way, closes every connection
     * with 1012 spread over time, and ends. As long as {@link Limits.Times} say at most, and no longer than
     * {@code atMost}. A second call returns the same.
     */
    public CompletionStage<Void> drain(Duration atMost) {
        throw new IllegalStateException("todo" + atMost);
    }

    /** Ends at once: closes every connection with 1012 and waits, up to five seconds, until they have gone. */
    @Override
    public void close() {}

    /** Threads: one. */
    public static final class Builder {
        private Builder(Storage storage) {}

        /** Adds a wire; without one only the host itself can talk. */
        public Builder transport(Transport transport) {
            return this;
        }

        /** Who clients are. Without it nobody connects. */
        public Builder authenticator(Authenticator authenticator) {
            return this;
        }

        /** Narrows who may do what; {@link AccessPolicy#standard()} if not set. */
        public Builder accessPolicy(AccessPolicy policy) {
            return this;
        }

        /** Names and existence of the host's users. */
        public Builder userDirectory(UserDirectory directory) {
            return this;
        }

        /** Adds a hook for one moment, such as {@code on(BeforeSend.class, attempt -> Verdict.allow())}. */
        public <H extends Hook> Builder on(Class<H> moment, H hook) {
            return on(moment, hook, HookOptions.DEFAULT);
        }

        /** As {@link #on(Class, Hook)}, with its own time limit, share of threads and answer to failure. */
        public <H extends Hook> Builder on(Class<H> moment, H hook, HookOptions options) {
            return this;
        }

        public Builder limits(Limits limits) {
            return this;
        }

        public Builder metrics(MetricsSink metrics) {
            return this;
        }

        /** Names this server's threads: {@code im-<name>-worker-0}. Default {@code chat}. */
        public Builder name(String name) {
            return this;
        }

        /** Time, chance and threads; the real ones if not set. Closed with the server. */
        public Builder environment(Environment environment) {
            return this;
        }

        public ImServer build() {
            return new ImServer();
        }
    }
}
