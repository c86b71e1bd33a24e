/** Puts a node together, starts it, drains it. Not exported. */
@NullMarked
package io.imbed.internal.engine;

import org.jspecify.annotations.NullMarked;
