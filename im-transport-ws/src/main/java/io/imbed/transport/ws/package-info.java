/**
 * WebSocket transport that listens on a port of its own.
 *
 * <p>It carries frames between sockets and the engine and knows nothing of rooms or messages: those are
 * in {@code io.imbed}, the frames in {@code io.imbed.protocol}. A server inside the host's own web
 * container is the business of another module.
 */
@NullMarked
package io.imbed.transport.ws;

import org.jspecify.annotations.NullMarked;
