/**
 * The same work for Imbed and for other chat servers, measured from outside: {@link io.imbed.benchmarks.compare.Comparison}
 * starts a process for each measurement, {@link io.imbed.benchmarks.compare.Crowd} works it, and what counts is what
 * arrived at the receivers and what the server's process has used.
 *
 * <p>A {@link io.imbed.benchmarks.compare.Dialect} is how to talk to one kind of server; the servers are in {@link
 * io.imbed.benchmarks.peers}, in the module im-benchmarks/peers, and in the folder im-benchmarks/node.
 */
@NullMarked
package io.imbed.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
