/**
 * More chat servers to compare with, as {@code io.imbed.benchmarks.peers} in im-benchmarks, but of libraries that have to
 * get the Netty, Tomcat and Jackson which they ask for. Each is a main that prints {@code READY ws=<address>
 * version=<what of>}.
 */
@NullMarked
package io.imbed.benchmarks.others;

import org.jspecify.annotations.NullMarked;
