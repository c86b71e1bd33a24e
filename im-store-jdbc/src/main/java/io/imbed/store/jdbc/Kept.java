package io.imbed.store.jdbc;

import io.imbed.protocol.Message;

/**
 * A message as it is now, with what only the storage knows of it.
 *
 * @param digest of what the client submitted
 * @param postedRev of the event that brought it
 * @param contentRev of the last event that shows its content when it is read
 */
record Kept(Message message, String digest, long postedRev, long contentRev) {
    Kept with(Message changed) {
        return new Kept(changed, digest, postedRev, contentRev);
    }

    Kept shownBy(long rev) {
        return new Kept(message, digest, postedRev, rev);
    }
}
