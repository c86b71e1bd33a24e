package io.imbed.hook;

import io.imbed.Draft;
import io.imbed.protocol.ErrorCode;
import java.util.Objects;

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
    record Reject(ErrorCode code, String text) implements Decision {
        public Reject {
            // Here, so that a hook that gets it wrong fails as a hook does.
            Objects.requireNonNull(code, "code");
            Objects.requireNonNull(text, "text");
        }
    }

    /** Go on with another draft; later hooks see it. */
    record Replace(Draft draft) implements Verdict {
        public Replace {
            Objects.requireNonNull(draft, "draft");
        }
    }

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
