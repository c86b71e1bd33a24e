package io.imbed.engine;

import io.imbed.spi.ChangeFeed;
import java.util.concurrent.CompletionStage;

/** What befalls those who ask a {@link TroubledStorage} what other nodes have done. Threads: the test's. */
final class TroubledFeed {
    private final TroubledReads reads;
    private int toFail;
    private int count;

    TroubledFeed(TroubledReads reads) {
        this.reads = reads;
    }

    /** Makes this many polls fail. */
    void fail(int polls) {
        toFail = polls;
    }

    /** How often the feed was asked. */
    int count() {
        return count;
    }

    ChangeFeed over(ChangeFeed real) {
        return new ChangeFeed() {
            @Override
            public CompletionStage<Long> now() {
                return reads.of(real.now(), TroubledReads.Kind.OTHER);
            }

            @Override
            public CompletionStage<Changes> since(long token, int limit) {
                count++;
                if (toFail > 0) {
                    toFail--;
                    return TroubledReads.failed();
                }
                return reads.of(real.since(token, limit), TroubledReads.Kind.OTHER);
            }
        };
    }
}
