/**
 * What single steps cost, measured by JMH: {@link io.imbed.benchmarks.micro.MicroBenchmarks} runs them all and prints them
 * beside their targets. {@link io.imbed.benchmarks.micro.Chat} is the server that most of them work on, whole but for
 * threads and sockets.
 */
@NullMarked
package io.imbed.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
