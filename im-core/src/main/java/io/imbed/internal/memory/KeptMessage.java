package io.imbed.internal.memory;

import io.imbed.protocol.Message;

/**
 * A message as it is now.
 *
 * @param digest of what the client submitted
 * @param rev of the event that posted it
 * @param lastEvent rev of the last event that needs this message's content when it is read
 * @param encodedBytes see {@link Footprint#encoded}
 * @param heapBytes see {@link Footprint#heap(Message, String)}
 */
record KeptMessage(Message message, String digest, long rev, long lastEvent, int encodedBytes, long heapBytes) {
    static KeptMessage of(Message message, String digest, long rev, long lastEvent) {
        return new KeptMessage(
                message, digest, rev, lastEvent, Footprint.encoded(message), Footprint.heap(message, digest));
    }

    KeptMessage with(Message changed) {
        return of(changed, digest, rev, lastEvent);
    }

    KeptMessage withLastEvent(long last) {
        return new KeptMessage(message, digest, rev, last, encodedBytes, heapBytes);
    }
}
