@NullMarked
package io.imbed.metrics.micrometer;

import org.jspecify.annotations.NullMarked;
