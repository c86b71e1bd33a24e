package io.imbed.engine.model;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** What steps are made of. Shrinks towards the first of each. */
final class Pick {
    private Pick() {}

    static Arbitrary<Who> user() {
        return Combinators.combine(
                        Arbitraries.frequency(
                                Tuple.of(7, "alice"), Tuple.of(5, "bob"), Tuple.of(3, "carol"), Tuple.of(2, "dave")),
                        Arbitraries.frequency(Tuple.of(3, 1), Tuple.of(1, 2)))
                .as(Who::new);
    }

    /** Also the outsider. */
    static Arbitrary<Who> client() {
        return Arbitraries.frequencyOf(Tuple.of(14, user()), Tuple.of(1, Arbitraries.just(outsider())));
    }

    /** Also the host. */
    static Arbitrary<Who> anybody() {
        return Arbitraries.frequencyOf(Tuple.of(5, client()), Tuple.of(1, Arbitraries.just(Who.HOST)));
    }

    static Who outsider() {
        return new Who(Who.OUTSIDER, 1);
    }

    /** Whom things are done to: mostly the same one, so that they add up. */
    static Arbitrary<String> member() {
        return Arbitraries.frequency(
                Tuple.of(6, "bob"), Tuple.of(3, "carol"), Tuple.of(2, "dave"), Tuple.of(1, "alice"));
    }

    /** Also the outsider. */
    static Arbitrary<String> target() {
        return Arbitraries.frequencyOf(Tuple.of(14, member()), Tuple.of(1, Arbitraries.just(Who.OUTSIDER)));
    }

    static Arbitrary<List<String>> members() {
        return Arbitraries.of(Who.USERS).list().ofMaxSize(3).uniqueElements();
    }

    /** Now and then everybody. */
    static Arbitrary<List<String>> mentions() {
        return Arbitraries.frequencyOf(Tuple.of(5, members()), Tuple.of(1, Arbitraries.just(List.of(Post.ALL))));
    }

    /** Those whom a room begins with. */
    static Arbitrary<List<String>> crowd() {
        return Arbitraries.of(Who.USERS).list().ofMinSize(3).ofMaxSize(4).uniqueElements();
    }

    static Arbitrary<Slot> slot() {
        return Arbitraries.frequency(
                Tuple.of(8, Slot.NEWS),
                Tuple.of(8, Slot.HALL),
                Tuple.of(4, Slot.CLUB),
                Tuple.of(3, Slot.PAIR),
                Tuple.of(7, Slot.STAGE),
                Tuple.of(1, Slot.MUSIC));
    }

    /** How many messages, or events, before the last; -1 is one that is not there yet. */
    static Arbitrary<Integer> back() {
        return Arbitraries.frequency(
                Tuple.of(8, 0), Tuple.of(4, 1), Tuple.of(2, 2), Tuple.of(2, 4), Tuple.of(1, 9), Tuple.of(1, -1));
    }

    static Arbitrary<Integer> limit() {
        return Arbitraries.of(100, 1, 2, 3);
    }

    /** Milliseconds of a mute or ban; 0 stands for good. */
    static Arbitrary<Long> ms() {
        return Arbitraries.of(0L, 30_000L, 60_000L, 600_000L);
    }

    static Arbitrary<String> title() {
        return Arbitraries.of("Lunch", "Dinner");
    }
}
