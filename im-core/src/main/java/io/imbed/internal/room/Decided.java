package io.imbed.internal.room;

import io.imbed.spi.Entry;
import org.jspecify.annotations.Nullable;

/** One command of a batch, and what it came to. */
record Decided<R>(LiveRoom room, Command<R> command, Decision<R> decision) {
    @Nullable Entry entry() {
        return decision.entry();
    }

    /** Answers as decided, nothing having been stored. */
    void conclude() {
        if (decision instanceof Decision.Answer<R> answer) command.answer(answer.value());
        else if (decision instanceof Decision.Refuse<R> refuse) command.fail(refuse.why());
        else if (decision instanceof Decision.RefuseUnlessStored<R> refuse) command.fail(refuse.why());
        else throw new IllegalStateException("an append is answered by its outcome");
    }
}
