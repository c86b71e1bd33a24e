/**
 * Connections and sessions: what arrives is queued, decoded and routed here, and answered. Start at
 * {@link io.imbed.internal.session.Link}. Not exported.
 */
@NullMarked
package io.imbed.internal.session;

import org.jspecify.annotations.NullMarked;
