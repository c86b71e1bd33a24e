package io.imbed.testkit.history;

/** What a history must satisfy. DESIGN.md, section 3, has the promises behind them. */
public enum Rule {
    /** What was acknowledged is in the final log. */
    ACKED_IS_KEPT,
    /** What anybody was told of is in the final log: nothing is pushed before it is stored. */
    SEEN_IS_KEPT,
    /** A message all of whose attempts were refused is not in the final log, and nobody ever got it. */
    REFUSED_NEVER_APPEARS,
    /** Whatever is in the final log, somebody tried to send. */
    NOTHING_IS_INVENTED,
    /** A message says what its sender sent. Waive it where hooks or edits change contents. */
    CONTENT_AS_SENT,
    /** A room's rev and seq name one thing each, whoever is told, however often. */
    ONE_VALUE_PER_NUMBER,
    /** A message of one sender and client id has one seq. */
    ONE_SEQ_PER_CLIENT_ID,
    /** Numbers of the final log are 1, 2, 3 … without gaps. */
    NUMBERS_WITHOUT_GAPS,
    /** What was acknowledged before another message was first sent stands before it. */
    REAL_ORDER,
    /** What one session sent to one room is numbered in the order it was sent. */
    SENDER_ORDER,
    /** Events of a room reach a client as rev + 1, rev + 2 … from where it follows, unless it is told of a reset. */
    STREAM_WITHOUT_GAPS,
    /** A client that has caught up has seen the room's last event. */
    STREAM_REACHES_THE_END,
    /** A read begun after something was acknowledged, or seen by anybody, contains it. */
    READ_SEES_WHAT_WAS_ACKED,
    /** A room keeps its epoch. Waive it where the log may begin anew, as one in memory does. */
    ONE_EPOCH
}
