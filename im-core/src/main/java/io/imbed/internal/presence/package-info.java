/**
 * Who is there, who may know, and who is told: start at {@link io.imbed.internal.presence.Presence}. All of it is in
 * memory and of this node. Not exported.
 */
@NullMarked
package io.imbed.internal.presence;

import org.jspecify.annotations.NullMarked;
