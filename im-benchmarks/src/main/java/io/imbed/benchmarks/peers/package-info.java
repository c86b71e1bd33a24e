/**
 * Chat servers to compare: Imbed as an application embeds it, and what one writes in an afternoon with other libraries,
 * as their documentation shows it. Each is a main that prints {@code READY ws=<address> version=<what of>}. The others do the bare job: no
 * numbers, acknowledgements, policy or limits, and no log but for the one that says so.
 */
@NullMarked
package io.imbed.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
