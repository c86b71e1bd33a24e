package io.imbed.spi;

import io.imbed.protocol.Content;
import org.jspecify.annotations.Nullable;

/**
 * The host's word on whether content of a type of its own is as it must be. Asked for every message of the type that is
 * sent, or edited, by a client or the host, and again for what a hook made of it. Content of the same type in imports is not
 * asked about: it is history.
 *
 * <p>Threads: called on a hook thread, by several at once, and may block there, under a time limit. An exception or no
 * answer in time is a failure: the request is answered UNAVAILABLE, and asked again on the retry.
 */
@FunctionalInterface
public interface ContentValidator {
    /** What is wrong with it, as a sentence for people (REJECTED); null if nothing is. */
    @Nullable String problem(Content content) throws Exception;
}
