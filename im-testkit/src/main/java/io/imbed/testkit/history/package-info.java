/**
 * Did it keep its promises? Clients write down every step of a run ({@link io.imbed.testkit.history.HistoryRecorder}),
 * and {@link io.imbed.testkit.history.HistoryChecker} holds them against the final log.
 *
 * <p>What is checked is in {@link io.imbed.testkit.history.Rule}. A history on disk survives the client too, so runs
 * that kill either end can be checked afterwards.
 */
@NullMarked
package io.imbed.testkit.history;

import org.jspecify.annotations.NullMarked;
