/**
 * A server that runs as it is, and embedding examples of one screen each.
 *
 * <p>Nothing here is published. Read it to see how the modules go together, and copy from it freely.
 */
@NullMarked
package io.imbed.examples;

import org.jspecify.annotations.NullMarked;
