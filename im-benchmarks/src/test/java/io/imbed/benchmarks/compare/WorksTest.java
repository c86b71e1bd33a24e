package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.benchmarks.Results;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorksTest {
    @Test
    void whoStoresIsNotComparedWithWhoDoesNot() {
        for (String work : Works.names()) {
            Set<Peer> others = Works.peers(work);
            others.remove(Peer.IMBED);
            assertThat(others).as(work).isNotEmpty().allMatch(peer -> peer.stores() == work.equals("durable"));
        }
    }

    @Test
    void everyWorkHasItsPlaceInTheResults() {
        assertThat(Results.CONTENTS).startsWith(Works.names().toArray(new String[0]));
    }

    @Test
    void everyTargetIsBesideSomebodyWhoDoesTheWork() {
        for (String work : Works.names()) {
            List<Peer> beside = Works.targets(work).stream().map(Target::beside).toList();
            assertThat(Works.peers(work)).as(work).containsAll(beside);
        }
    }
}
