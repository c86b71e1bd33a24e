package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void everybodyDoesEverythingUnlessItIsRestricted() {
        assertThat(Options.parse().peers()).containsExactly(Peer.values());
        assertThat(Options.parse().works()).isEmpty();

        assertThat(Options.parse(
                        "rounds=1",
                        "warmup=2",
                        "seconds=3",
                        "works=room,few",
                        "peers=imbed,netty-socketio",
                        "chart=room.svg"))
                .isEqualTo(new Options(
                        1,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        List.of("room", "few"),
                        Set.of(Peer.IMBED, Peer.NETTY_SOCKETIO),
                        Path.of("room.svg")));
    }

    @Test
    void whatNobodyKnowsIsRefused() {
        assertThatThrownBy(() -> Options.parse("round=1")).hasMessageContaining("round");
        assertThatThrownBy(() -> Options.parse("peers=imbed,apache")).hasMessageContaining("APACHE");
    }
}
