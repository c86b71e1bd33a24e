/**
 * Imbed in the host's own servlet container: below one base path WebSocket, server-sent events, long polling and polling,
 * on the host's port, TLS and login.
 *
 * <p>Start at {@link io.imbed.transport.servlet.ServletTransport}. {@code WireServlet} routes requests;
 * {@code SocketConnection} is a connection over WebSocket, {@code HttpConnection} one over the HTTP wires, where a request
 * of the client's, a {@code Down}, takes what is written. PROTOCOL.md, "HTTP wires", is what they speak.
 */
@NullMarked
package io.imbed.transport.servlet;

import org.jspecify.annotations.NullMarked;
