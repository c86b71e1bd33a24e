/**
 * The storage that keeps rooms in memory. Start with {@link io.imbed.internal.memory.MemoryRooms}, the shared state; its
 * two faces are {@link io.imbed.internal.memory.MemoryRoomLog} and {@link io.imbed.internal.memory.MemoryRoomStore}.
 *
 * <p>Lock order: {@code MemoryRooms.creation}, then one {@link io.imbed.internal.memory.Room}, then a bin of the
 * {@link io.imbed.internal.memory.SeatIndex}. No thread holds two rooms.
 */
@NullMarked
package io.imbed.internal.memory;

import org.jspecify.annotations.NullMarked;
