/**
 * Rooms as they live on this node: lanes that decide and append, delivery in rev order, followers that catch up.
 * Start at {@link io.imbed.internal.room.Lane}. Not exported.
 */
@NullMarked
package io.imbed.internal.room;

import org.jspecify.annotations.NullMarked;
