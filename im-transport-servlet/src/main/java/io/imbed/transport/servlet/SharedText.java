package io.imbed.transport.servlet;

import io.imbed.spi.Batch;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way to one or more connections. WebSocket in Jakarta's API takes strings only, so there is one for all
 * who are sent it at about the same time; whoever lags has it decoded again, since only the batch is counted in the node's
 * budget.
 *
 * <p>Threads: any.
 */
final class SharedText {
    private final Batch batch;
    private volatile @Nullable WeakReference<String> decoded;

    SharedText(Batch batch) {
        this.batch = batch;
    }

    /** The lines, as in {@link Batch}. */
    String text() {
        WeakReference<String> known = decoded;
        String text = known == null ? null : known.get();
        if (text == null) {
            text = StandardCharsets.UTF_8.decode(batch.lines()).toString();
            decoded = new WeakReference<>(text);
        }
        return text;
    }

    Batch batch() {
        return batch;
    }

    int size() {
        return batch.size();
    }

    /** Gives back the reference of one connection. */
    void release() {
        batch.release(1);
    }
}
