/**
 * The wire protocol {@code im.v1}: its frames, the values they carry and the codec, shared by server and client so
 * that the two cannot drift.
 *
 * <p>Start with {@link io.imbed.protocol.Request} (client to server), {@link io.imbed.protocol.ServerFrame} (server to
 * client) and {@link io.imbed.protocol.FrameCodec}. PROTOCOL.md is the specification. This package imports nothing
 * else of ours.
 */
@NullMarked
package io.imbed.protocol;

import org.jspecify.annotations.NullMarked;
