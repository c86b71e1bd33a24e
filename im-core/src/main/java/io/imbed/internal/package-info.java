/** What every part of the engine shares: budget, outboxes, encoding, rates, real threads. Not exported. */
@NullMarked
package io.imbed.internal;

import org.jspecify.annotations.NullMarked;
