package io.imbed.spring;

import io.imbed.Retention;
import io.imbed.hook.HookOptions;
import io.imbed.protocol.Durability;
import io.imbed.protocol.Ids;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * All that can be set under {@code im}. What is not set is as the library has it by default.
 *
 * @param name Part of the names of the chat's threads and figures.
 * @param path Where clients connect, below the context path.
 * @param origins Web pages of other origins that may connect, as browsers write them: scheme://host[:port]. Pages of the
 *     application's own origin always may.
 * @param trustedProxies Addresses or networks whose X-Forwarded headers are believed. Not needed where the container sees to
 *     that itself, as with server.forward-headers-strategy.
 * @param knownContentOnly Whether to refuse content types that are neither standard nor validated by a bean.
 * @param presets What rooms of a kind are like from their making on, where other than usual.
 * @param pollInterval How often the database is asked what other instances of the application have done.
 * @param retention Which events the log loses with time.
 * @param store Where rooms are kept.
 * @param shutdown How the chat ends.
 * @param hooks How beans that are hooks are run.
 * @param servlet How connections of the servlet container are served.
 * @param limits All limits.
 */
@ConfigurationProperties("im")
public record ImProperties(
        @DefaultValue("chat") String name,
        @DefaultValue("/im") String path,
        @DefaultValue List<String> origins,
        @DefaultValue List<String> trustedProxies,
        @DefaultValue("false") boolean knownContentOnly,
        @DefaultValue Map<RoomKind, SettingsPatch> presets,
        @DefaultValue("250ms") Duration pollInterval,
        @DefaultValue Events retention,
        @DefaultValue Store store,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Hooks hooks,
        @DefaultValue Servlet servlet,
        @DefaultValue @NestedConfigurationProperty LimitProperties limits) {

    public ImProperties {
        Ids.requireId("im.name", name);
        if (!path.matches("(/[A-Za-z0-9._~-]+)+"))
            throw new IllegalArgumentException("im.path is " + path + ", not like /im");
        origins = List.copyOf(origins);
        trustedProxies = List.copyOf(trustedProxies);
        presets = Map.copyOf(presets);
    }

    /**
     * @param eventAge Events that are older go, but for the newest of each room.
     * @param newestEvents Of each room, however old they are.
     */
    public record Events(
            @Nullable Duration eventAge, @Nullable Long newestEvents) {
        Retention retention() {
            Retention usual = Retention.defaults();
            return usual.withEvents(
                    eventAge == null ? usual.eventAge() : eventAge,
                    newestEvents == null ? usual.newestEvents() : newestEvents);
        }
    }

    /** Where rooms are kept. */
    public enum StoreType {
        /** In the application's DataSource, if there is one and im-store-jdbc is on the class path; else in memory. */
        AUTO,
        /** In memory: all is gone when the application ends. */
        MEMORY,
        /** In the application's DataSource; without one the application does not start. */
        JDBC
    }

    /** Who makes the tables. */
    public enum SchemaType {
        /** The chat does, when it starts. */
        MIGRATE,
        /** The application's migration tool does; the chat does not start if something is missing. */
        CHECK
    }

    /**
     * @param type Where rooms are kept.
     * @param prefix What the names of all tables begin with.
     * @param schema Who makes the tables.
     * @param durability What acknowledged messages have to survive: disk refuses a database that may lose them in a power cut,
     *     process accepts one.
     * @param readers How many reads run at once, each on a connection of its own.
     * @param readLimit How long one read may take.
     * @param writeLimit How long one statement of a write may take.
     */
    public record Store(
            @DefaultValue("auto") StoreType type,
            @DefaultValue("im_") String prefix,
            @DefaultValue("migrate") SchemaType schema,
            @DefaultValue("disk") Durability durability,
            @Nullable Integer readers,
            @Nullable Duration readLimit,
            @Nullable Duration writeLimit) {}

    /**
     * @param timeout How long connections are given to go elsewhere when the application ends. Keep it below
     *     spring.lifecycle.timeout-per-shutdown-phase.
     */
    public record Shutdown(@DefaultValue("20s") Duration timeout) {}

    /**
     * @param timeout No answer within this is a failure.
     * @param failOpen Whether a before-hook that fails counts as allowing.
     * @param concurrency How many calls of one hook run at once.
     * @param queue How many calls of one hook may wait.
     */
    public record Hooks(
            @Nullable Duration timeout,
            @DefaultValue("false") boolean failOpen,
            @Nullable Integer concurrency,
            @Nullable Integer queue) {
        HookOptions options() {
            HookOptions usual = HookOptions.DEFAULT;
            return new HookOptions(
                    timeout == null ? usual.timeout() : timeout,
                    failOpen,
                    concurrency == null ? usual.concurrency() : concurrency,
                    queue == null ? usual.queue() : queue);
        }
    }

    /**
     * @param ownPages Whether pages of the application's own origin may connect.
     * @param ioThreads Threads that write to clients.
     * @param lowWaterBytes Bytes pending for one connection at which it is written to again.
     * @param highWaterBytes Bytes pending for one connection beyond which it is not written to.
     * @param keptBytes Bytes of an event stream kept for its client to come back for.
     * @param resumeWithin How long a connection over HTTP lives without a request.
     * @param maxWait How long a poll may wait.
     * @param bodyTimeout How long the body of a request may take to arrive.
     * @param closeTimeout How long a peer may take to accept what was written before a close.
     */
    public record Servlet(
            @DefaultValue("true") boolean ownPages,
            @Nullable Integer ioThreads,
            @Nullable Integer lowWaterBytes,
            @Nullable Integer highWaterBytes,
            @Nullable Integer keptBytes,
            @Nullable Duration resumeWithin,
            @Nullable Duration maxWait,
            @Nullable Duration bodyTimeout,
            @Nullable Duration closeTimeout) {
        public Servlet {
            if ((lowWaterBytes == null) != (highWaterBytes == null))
                throw new IllegalArgumentException(
                        "im.servlet.low-water-bytes and high-water-bytes are set together or not at all");
        }
    }
}
