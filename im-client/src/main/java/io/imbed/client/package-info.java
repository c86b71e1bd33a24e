/**
 * Java client for bots, desktop programs, tests and load generators. Start with {@link io.imbed.client.ImClient}.
 *
 * <p>It reconnects with growing pauses, keeps what was not acknowledged and sends it again, resumes each
 * room where it stopped and drops what it has already seen. The frames it speaks are in
 * {@code io.imbed.protocol}.
 */
@NullMarked
package io.imbed.client;

import org.jspecify.annotations.NullMarked;
