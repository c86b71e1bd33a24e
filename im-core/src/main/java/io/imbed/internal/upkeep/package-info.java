/** What keeps house: lets go of what is too old, and of what a user has left behind. Not exported. */
@NullMarked
package io.imbed.internal.upkeep;

import org.jspecify.annotations.NullMarked;
