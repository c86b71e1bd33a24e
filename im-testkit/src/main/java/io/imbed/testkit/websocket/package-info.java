/**
 * WebSocket as bytes: whether a server keeps to RFC 6455, and how it does while it is attacked.
 *
 * <p>Start with {@link io.imbed.testkit.websocket.WebSocketConformanceContract}, which a transport extends, or with
 * {@link io.imbed.testkit.websocket.Conformance}, which asks any address the same. The cases are in the classes whose names
 * end in {@code Cases}, one for each part of the RFC. {@link io.imbed.testkit.websocket.Probe} is a healthy client.
 */
@NullMarked
package io.imbed.testkit.websocket;

import org.jspecify.annotations.NullMarked;
