package io.imbed.hook;

import io.imbed.Draft;
import io.imbed.protocol.ErrorCode;

/** What a before-hook says. Moments with nothing to replace take a {@link Decision}. */
public sealed interface Verdict {
    /** Yes or no. */
    sealed interface Decision extends Verdict {}

    /** Go on. */
    record Allow() implements Decision {}

    /**
     * Stop, with a code for programs and a sentence for people.
     *
     * @param code reaches the client as it is
     * @param text shown to the user
     */
    record Reject(ErrorCode code, String text) implements Decision {}

    /** Go on with another draft; later hooks see it. */
    record Replace(Draft draft) implements Verdict {}

    static Allow allow() {
        return new Allow();
    }

    static Reject reject(String text) {
        return new Reject(ErrorCode.REJECTED, text);
    }

    static Replace replace(Draft draft) {
        return new Replace(draft);
    }
}
