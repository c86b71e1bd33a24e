package io.imbed.transport.servlet;

import io.imbed.spi.OriginPolicy;
import io.imbed.spi.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@link ServletTransport.Builder} has gathered. */
record ServletOptions(
        OriginPolicy origins,
        boolean ownPages,
        TrustedProxies proxies,
        Function<HttpServletRequest, @Nullable Object> owner,
        Function<HttpServletRequest, Map<String, Object>> attributes,
        int ioThreads,
        int lowWaterBytes,
        int highWaterBytes,
        int keptBytes,
        Duration resumeWithin,
        Duration maxWait,
        Duration bodyTimeout,
        Duration closeTimeout) {}
