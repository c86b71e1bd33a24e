/**
 * Figures of a chat server as meters: give a {@link io.imbed.metrics.micrometer.MicrometerSink} to
 * {@code ImServer.Builder.metrics}.
 */
@NullMarked
package io.imbed.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
