/** Runs the host's code: each hook, policy, authenticator behind a bulkhead of its own. Not exported. */
@NullMarked
package io.imbed.internal.hook;

import org.jspecify.annotations.NullMarked;
