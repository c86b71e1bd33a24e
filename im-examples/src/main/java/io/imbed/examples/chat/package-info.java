/**
 * A chat in a terminal, or in a pipe, on {@link io.imbed.client.ImClient}. Start with
 * {@link io.imbed.examples.chat.ChatCommand}.
 */
@NullMarked
package io.imbed.examples.chat;

import org.jspecify.annotations.NullMarked;
