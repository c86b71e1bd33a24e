package io.imbed.engine.model;

/** One thing that somebody does, or that comes to pass. Its toString tells people what. */
interface Step {
    /** Does it to the model and to the server, and compares what they answer. */
    void play(Play play);
}
