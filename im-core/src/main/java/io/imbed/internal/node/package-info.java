/**
 * How a node that shares its storage learns what the others have done. Start at {@link io.imbed.internal.node.FeedPoller};
 * what a room makes of it is in {@code internal.room}: {@code News} and {@code OtherNodes}.
 */
@NullMarked
package io.imbed.internal.node;

import org.jspecify.annotations.NullMarked;
