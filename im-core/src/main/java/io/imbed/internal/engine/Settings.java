package io.imbed.internal.engine;

import io.imbed.Limits;
import io.imbed.Retention;
import io.imbed.internal.hook.Hooks;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.spi.AccessPolicy;
import io.imbed.spi.Authenticator;
import io.imbed.spi.ContentValidator;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import io.imbed.spi.Transport;
import io.imbed.spi.UserDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a builder was told. */
public record Settings(
        String name,
        Storage storage,
        List<Transport> transports,
        Authenticator authenticator,
        @Nullable AccessPolicy policy,
        @Nullable UserDirectory directory,
        List<Hooks.Registration<?>> hooks,
        Map<String, ContentValidator> validators,
        boolean knownContentOnly,
        Limits limits,
        Map<RoomKind, RoomSettings> presets,
        Retention retention,
        Duration pollInterval,
        MetricsSink metrics,
        Environment env) {}
