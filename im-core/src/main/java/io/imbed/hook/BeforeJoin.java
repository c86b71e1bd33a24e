package io.imbed.hook;

/** Asked before a user becomes a member, by itself or invited; of a LIVE room, before each session attends. */
@FunctionalInterface
public non-sealed interface BeforeJoin extends Hook {
    Verdict.Decision beforeJoin(Attempt.Join attempt) throws Exception;
}
