package io.imbed.internal.memory;

import io.imbed.protocol.Message;

/**
 * A message as it is now.
 *
 * @param digest of what the client submitted
 * @param rev of the event that posted it
 * @param lastEvent rev of the last event that needs this message's content when it is read
 * @param encodedBytes see {@link Footprint#encoded}
 * @param heapBytes see {@link Footprint#heap(Message, String)}; with the reactions
 * @param reactionBytes of all reactions, those that the message does not show included
 */
record KeptMessage(
        Message message,
        String digest,
        long rev,
        long lastEvent,
        int encodedBytes,
        long heapBytes,
        long reactionBytes) {
    static KeptMessage of(Message message, String digest, long rev, long lastEvent) {
        return of(message, digest, rev, lastEvent, 0);
    }

    private static KeptMessage of(Message message, String digest, long rev, long lastEvent, long reactionBytes) {
        return new KeptMessage(
                message,
                digest,
                rev,
                lastEvent,
                Footprint.encoded(message),
                Footprint.heap(message, digest) + reactionBytes,
                reactionBytes);
    }

    /** What was recalled has no reactions any more. */
    KeptMessage with(Message changed) {
        return of(changed, digest, rev, lastEvent, changed.recalled() ? 0 : reactionBytes);
    }

    /** Without a digest: a repeat is none any more. */
    KeptMessage erased(long newRev) {
        return of(message.erased(newRev), "", rev, lastEvent, 0);
    }

    /** With reactions that weigh so much more. */
    KeptMessage withReactions(long more) {
        return of(message, digest, rev, lastEvent, reactionBytes + more);
    }

    KeptMessage withLastEvent(long last) {
        return new KeptMessage(message, digest, rev, last, encodedBytes, heapBytes, reactionBytes);
    }
}
