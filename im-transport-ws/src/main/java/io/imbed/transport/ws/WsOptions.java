package io.imbed.transport.ws;

import io.imbed.spi.OriginPolicy;
import io.imbed.spi.TrustedProxies;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What {@link WsTransport.Builder} has gathered.
 *
 * @param closeTimeout how long a peer may take to accept what was written before a close, and to answer the close
 */
record WsOptions(
        InetSocketAddress address,
        String path,
        @Nullable SSLContext tls,
        OriginPolicy origins,
        TrustedProxies proxies,
        int ioThreads,
        int writerThreads,
        Duration linger,
        int lowWaterBytes,
        int highWaterBytes,
        Duration closeTimeout) {}
