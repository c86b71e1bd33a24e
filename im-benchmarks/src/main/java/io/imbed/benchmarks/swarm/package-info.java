/**
 * Very many WebSocket connections on one thread, for programs that put load on a server: {@link
 * io.imbed.benchmarks.swarm.Swarm} connects and carries bytes, and knows nothing of what is said.
 */
@NullMarked
package io.imbed.benchmarks.swarm;

import org.jspecify.annotations.NullMarked;
