/**
 * Where the host's rules enter: one small interface for each moment, registered with
 * {@link io.imbed.ImServer.Builder#on}. Before-hooks decide, after-hooks are told.
 *
 * <p>They run on bounded threads of their own, under a time limit, and may block there. DESIGN's order: recent duplicate,
 * membership, hooks in the order they were registered, check again, commit, after-hooks.
 */
@NullMarked
package io.imbed.hook;

import org.jspecify.annotations.NullMarked;
