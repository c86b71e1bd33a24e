package io.imbed.engine.model;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Whatever several users and the host do, on whatever devices, everybody is answered, told and shown exactly what PROTOCOL.md
 * says. How many sequences: {@code junit-platform.properties}.
 */
abstract class RandomOperations {
    /** Steps between two looks of everybody at its own list of rooms. */
    private static final int LOOK = 16;

    /** Steps behind the making of rooms. */
    private static final int SHORTEST = 26;

    private static final int LONGEST = 56;

    static void requireAgreement(Script script) {
        Throwable wrong = play(script);
        if (wrong == null) return;
        Script shortest = shortest(script);
        Throwable why = play(shortest);
        throw new AssertionError("server and model disagree after" + shortest + "\n" + why.getMessage(), why);
    }

    /** What goes wrong, or null. */
    private static @Nullable Throwable play(Script script) {
        try (Play play = new Play()) {
            for (int i = 0; i < script.steps().size(); i++) {
                play.step(script.steps().get(i));
                if (i % LOOK == LOOK - 1) play.lookAtLists();
            }
            play.lookAround();
            return null;
        } catch (RuntimeException | AssertionError e) {
            return e;
        }
    }

    /** Without all the steps that it fails without; jqwik would rather make them plain, and take longer. */
    private static Script shortest(Script script) {
        Script shortest = script;
        for (int i = script.steps().size() - 1; i >= 0; i--) {
            Script shorter = shortest.without(i);
            if (play(shorter) != null) shortest = shorter;
        }
        return shortest;
    }

    @Provide
    Arbitrary<Script> scripts() {
        return Combinators.combine(
                        Opening.any(),
                        Operations.pins(),
                        Operations.any().list().ofMinSize(SHORTEST).ofMaxSize(LONGEST))
                .as((first, pins, rest) -> {
                    List<Step> steps = new ArrayList<>(first);
                    steps.addAll(pins);
                    steps.addAll(rest);
                    return new Script(List.copyOf(steps));
                });
    }
}
