package io.imbed.internal.room;

import io.imbed.Limits;
import io.imbed.internal.Budget;
import io.imbed.internal.Encoder;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;
import java.util.Collection;
import java.util.function.Function;

/**
 * What all lanes of a node share.
 *
 * @param online a user's sessions on this node; callable from any thread
 */
public record LaneContext(
        Environment env,
        Limits limits,
        Storage storage,
        Encoder encoder,
        Budget budget,
        MetricsSink metrics,
        Headcounts headcounts,
        Function<String, Collection<? extends Subscriber>> online) {}
