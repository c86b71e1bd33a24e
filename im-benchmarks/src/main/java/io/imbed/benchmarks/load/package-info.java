/**
 * Load that a server has to bear: very many clients in one process, which check what they receive. Start at {@link
 * io.imbed.benchmarks.load.Load}, which has a scenario by each name. {@link io.imbed.benchmarks.load.Crowd} is the clients
 * and {@link io.imbed.benchmarks.load.Ledger} what they know together; {@link io.imbed.benchmarks.load.LoadServer} is the
 * server, as an embedder would run it, in a process of its own ({@link io.imbed.benchmarks.load.ServerProcess}).
 */
@NullMarked
package io.imbed.benchmarks.load;

import org.jspecify.annotations.NullMarked;
