/**
 * Rooms in a database: start with {@link io.imbed.store.jdbc.SqliteStorage}, or with
 * {@link io.imbed.store.jdbc.JdbcStorage} for a database that the host owns.
 *
 * <p>An append is worked out in memory and written at the end: {@code Appender} gathers what waits into one transaction,
 * {@code RoomDraft} is a room as the transaction will leave it, {@code EntryPlan} what one entry makes of it. What the rows
 * look like is known to one class a table ({@code RoomTable}, {@code MessageTable} …), and how a database differs from
 * others to {@code Dialect}. {@code JdbcRoomLog} and {@code JdbcRoomStore} read, on connections of their own.
 */
@NullMarked
package io.imbed.store.jdbc;

import org.jspecify.annotations.NullMarked;
