/**
 * Contract suites that any implementation of the spi must pass, and manual twins of time.
 *
 * <p>Start with the suite named after what you wrote: extend it in your own tests and give it your
 * implementation. The manual clock and scheduler let a test move time by hand, so that no test sleeps
 * or reads the wall clock.
 */
@NullMarked
package io.imbed.testkit;

import org.jspecify.annotations.NullMarked;
