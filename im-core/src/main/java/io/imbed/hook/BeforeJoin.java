package io.imbed.hook;

/** Asked before a user becomes a member, by itself or invited. */
@FunctionalInterface
public non-sealed interface BeforeJoin extends Hook {
    Verdict.Decision beforeJoin(Attempt.Join attempt) throws Exception;
}
