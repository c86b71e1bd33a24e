/**
 * What an application calls. Start with {@link io.imbed.ImServer#builder}; then {@link io.imbed.Rooms} and
 * {@link io.imbed.Sessions} for everything a host does by itself.
 *
 * <p>Hooks are in {@link io.imbed.hook}, what transports and storages implement in {@link io.imbed.spi}, the wire's
 * values (messages, events, views) in {@link io.imbed.protocol}.
 */
@NullMarked
package io.imbed;

import org.jspecify.annotations.NullMarked;
