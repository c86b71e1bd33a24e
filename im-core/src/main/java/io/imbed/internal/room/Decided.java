package io.imbed.internal.room;

import io.imbed.protocol.RefusedException;
import io.imbed.spi.Entry;
import org.jspecify.annotations.Nullable;

/** One command of a batch, and what it came to. */
record Decided<R>(LiveRoom room, Command<R> command, Decision<R> decision) {
    @Nullable Entry entry() {
        return decision.entry();
    }

    /** Whether anything becomes otherwise by it. */
    boolean changes() {
        return decision instanceof Decision.Append || decision instanceof Decision.Act;
    }

    /** Answers as decided, nothing having been stored. */
    void conclude() {
        if (decision instanceof Decision.Answer<R> answer) command.answer(answer.value());
        else if (decision instanceof Decision.Act<R> act) act(act);
        else if (decision instanceof Decision.Refuse<R> refuse) command.fail(refuse.why());
        else if (decision instanceof Decision.RefuseUnlessStored<R> refuse) command.fail(refuse.why());
        else throw new IllegalStateException("an append is answered by its outcome");
    }

    private void act(Decision.Act<R> act) {
        try {
            command.answer(act.act().apply(room));
        } catch (RefusedException refused) {
            command.fail(refused);
        }
    }
}
