/** What the host calls: {@link io.imbed.Rooms} and {@link io.imbed.Sessions}. Not exported. */
@NullMarked
package io.imbed.internal.host;

import org.jspecify.annotations.NullMarked;
