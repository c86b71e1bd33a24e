/**
 * Random sequences of all operations, played to a whole server over the wire and to a model of it, which must agree on every
 * reply, every event, every control and everything that anybody may see. Start at {@link RandomOperations}.
 *
 * <p>The model ({@link World}, {@link Room}, {@link Rules}) is written from PROTOCOL.md in plain collections and shares no
 * code with the engine. It has no lanes, batches or caches: what it says is what ought to be.
 *
 * <p>To add an operation: write one record that is a {@link RoomStep} (or a {@link Step}, if it is about no room), with its
 * arguments, what the model makes of it and a generator {@code any()}; name it in {@link Operations}; give it its rows in
 * {@link Rules}; and add a case to {@link HostDoor} if the host may do it too. What it changes for others to see belongs
 * into {@link Room}'s views; an event is {@link World#happen}, and nothing else need be said about who gets it.
 */
package io.imbed.engine.model;
