package io.imbed;

import io.imbed.hook.Hook;
import io.imbed.hook.HookOptions;
import io.imbed.internal.RealEnvironment;
import io.imbed.internal.engine.Engine;
import io.imbed.internal.engine.Settings;
import io.imbed.internal.hook.Hooks;
import io.imbed.protocol.Ids;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.AccessPolicy;
import io.imbed.spi.Authenticator;
import io.imbed.spi.ContentValidator;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.spi.Transport;
import io.imbed.spi.UserDirectory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A chat inside this process. Build it, start it, and let users in through a transport.
 *
 * <p>Before {@link #start} no port is open and no client is let in; {@link #rooms()}, {@link #lookup()}, {@link #imports()}, {@link #erasure()} and {@link #sessions()} work from
 * the beginning. Threads: any.
 */
public final class ImServer implements AutoCloseable {
    private final Engine engine;

    private ImServer(Engine engine) {
        this.engine = engine;
    }

    /** @param storage where rooms live; closed with the server */
    public static Builder builder(Storage storage) {
        return new Builder(storage);
    }

    /**
     * Opens the transports, in the order they were added. Called once.
     *
     * @throws IOException if one cannot be opened; everything is closed again, and the server with it
     */
    public void start() throws IOException {
        engine.start();
    }

    public Rooms rooms() {
        return engine.rooms();
    }

    /** For looking things up. */
    public Lookup lookup() {
        return engine.lookup();
    }

    /** For moving in from another chat. */
    public Imports imports() {
        return engine.imports();
    }

    /** For erasing what a user has left behind. */
    public Erasure erasure() {
        return engine.erasure();
    }

    public Sessions sessions() {
        return engine.sessions();
    }

    /**
     * How the server is: has each part do a little, a write of the storage's included, so ask every few seconds and not for each
     * request. Completes within about two seconds, never with an error; a server that is drained is live and not ready. Whether
     * a transport's port answers is seen best from outside.
     */
    public CompletionStage<Health> health() {
        return engine.health().minimalCompletionStage();
    }

    /**
     * Lets nobody in any more, tells clients that the end is near, answers what is under way, closes every connection
     * with 1012 spread over time, and ends. Takes as long as {@link Limits.Times} say, and no longer than
     * {@code atMost}; less when everybody has gone before. A second call returns the same.
     */
    public CompletionStage<Void> drain(Duration atMost) {
        return engine.drain(atMost).minimalCompletionStage();
    }

    /** Ends at once: closes every connection with 1012 and waits, up to five seconds, until they have gone. */
    @Override
    public void close() {
        engine.close();
    }

    /** Collects what a server is made of. Threads: one. */
    public static final class Builder {
        private final Storage storage;
        private final List<Transport> transports = new ArrayList<>();
        private final List<Hooks.Registration<?>> hooks = new ArrayList<>();
        private Authenticator authenticator = Authenticator.nobody();
        private @Nullable AccessPolicy policy;
        private @Nullable UserDirectory directory;
        private final Map<String, ContentValidator> validators = new HashMap<>();
        private boolean knownContentOnly;
        private final Map<RoomKind, RoomSettings> presets = new EnumMap<>(RoomKind.class);
        private Limits limits = Limits.defaults();
        private Retention retention = Retention.defaults();
        private Duration pollInterval = Duration.ofMillis(250);
        private MetricsSink metrics = MetricsSink.none();
        private String name = "chat";
        private @Nullable Environment environment;

        private Builder(Storage storage) {
            this.storage = storage;
        }

        /** Adds a wire; without one only the host itself can talk. */
        public Builder transport(Transport transport) {
            transports.add(transport);
            return this;
        }

        /** Who clients are. Without it nobody connects. */
        public Builder authenticator(Authenticator newAuthenticator) {
            authenticator = newAuthenticator;
            return this;
        }

        /** Narrows who may do what. Without it Imbed's own rules alone hold. */
        public Builder accessPolicy(AccessPolicy newPolicy) {
            policy = newPolicy;
            return this;
        }

        /** Names and existence of the host's users. */
        public Builder userDirectory(UserDirectory newDirectory) {
            directory = newDirectory;
            return this;
        }

        /** Has messages of a content type looked at by the host. One validator a type. */
        public Builder content(String type, ContentValidator validator) {
            validators.put(Ids.requireId("type", type), validator);
            return this;
        }

        /**
         * Refuses content types that are neither standard ({@code text image file audio location}) nor given to
         * {@link #content}. Without this, any type is taken.
         */
        public Builder knownContentOnly() {
            knownContentOnly = true;
            return this;
        }

        /** Adds a hook for one moment, such as {@code on(BeforeSend.class, attempt -> Verdict.allow())}. */
        public <H extends Hook> Builder on(Class<H> moment, H hook) {
            return on(moment, hook, HookOptions.DEFAULT);
        }

        /** As {@link #on(Class, Hook)}, with its own time limit, share of threads and answer to failure. */
        public <H extends Hook> Builder on(Class<H> moment, H hook, HookOptions options) {
            hooks.add(new Hooks.Registration<>(moment, hook, options));
            return this;
        }

        public Builder limits(Limits newLimits) {
            limits = newLimits;
            return this;
        }

        /**
         * What rooms of a kind are like from their making on, where they are to be other than
         * {@link RoomSettings#preset} says. Rooms that exist stay as they are.
         */
        public Builder preset(RoomKind kind, SettingsPatch settings) {
            presets.put(kind, RoomSettings.preset(kind).with(settings));
            return this;
        }

        /** What the log loses with time; {@link Retention#defaults} if not set. */
        public Builder retention(Retention newRetention) {
            retention = newRetention;
            return this;
        }

        /**
         * How often the storage is asked what other nodes have done, where several share one. Default 250 ms: what one
         * node decides is obeyed on all of them within a second, the reads included.
         */
        public Builder pollInterval(Duration interval) {
            if (interval.isNegative() || interval.isZero()) {
                throw new IllegalArgumentException("pollInterval is " + interval + ", must be positive");
            }
            pollInterval = interval;
            return this;
        }

        public Builder metrics(MetricsSink newMetrics) {
            metrics = newMetrics;
            return this;
        }

        /** Names this server's threads: {@code im-<name>-worker-0}. Default {@code chat}. */
        public Builder name(String newName) {
            name = Ids.requireId("name", newName);
            return this;
        }

        /** Time, chance and threads; the real ones if not set. Closed with the server. */
        public Builder environment(Environment newEnvironment) {
            environment = newEnvironment;
            return this;
        }

        /** Puts the server together. Its threads exist from now on; close it even if it is never started. */
        public ImServer build() {
            Environment env = environment == null ? new RealEnvironment(name) : environment;
            return new ImServer(new Engine(new Settings(
                    name,
                    storage,
                    List.copyOf(transports),
                    authenticator,
                    policy,
                    directory,
                    List.copyOf(hooks),
                    Map.copyOf(validators),
                    knownContentOnly,
                    limits,
                    Map.copyOf(presets),
                    retention,
                    pollInterval,
                    metrics,
                    env)));
        }
    }
}
