/**
 * The runnable server: command line, page and health check around an {@link io.imbed.ImServer}. Start with
 * {@link io.imbed.examples.server.ServeCommand}.
 */
@NullMarked
package io.imbed.examples.server;

import org.jspecify.annotations.NullMarked;
