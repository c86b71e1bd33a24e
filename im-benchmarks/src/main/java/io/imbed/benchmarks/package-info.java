/** What the programs in the packages below share. */
@NullMarked
package io.imbed.benchmarks;

import org.jspecify.annotations.NullMarked;
