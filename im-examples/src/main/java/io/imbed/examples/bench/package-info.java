/**
 * What a delivery costs, measured: {@link io.imbed.examples.bench.FanOutComparison} sets the example server beside a bare
 * Java-WebSocket one. Loopback only, and it ends by itself.
 */
@NullMarked
package io.imbed.examples.bench;

import org.jspecify.annotations.NullMarked;
