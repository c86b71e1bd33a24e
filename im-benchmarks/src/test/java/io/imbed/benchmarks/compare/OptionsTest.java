package io.imbed.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
                        "results=RESULTS.md",
                        "chart=large.svg"))
                .isEqualTo(new Options(
                        1,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        List.of("room", "few"),
                        Set.of(Peer.IMBED, Peer.NETTY_SOCKETIO),
                        Path.of("RESULTS.md"),
                        Path.of("large.svg")));
    }

    @Test
    void chartIsBesideTheResultsUnlessSomethingElseIsSaid(@TempDir Path folder) {
        assertThat(Options.parse().chart()).isNull();
        assertThat(Options.parse("results=" + folder.resolve("RESULTS.md")).chart())
                .isEqualTo(folder.resolve("room.svg"));
    }

    @Test
    void fileThatCannotBeWrittenIsRefusedAtOnce(@TempDir Path folder) {
        Path nowhere = folder.resolve("no-such-folder/RESULTS.md");
        assertThatThrownBy(() -> Options.parse("results=" + nowhere))
                .hasMessage("results=" + nowhere + ": a file in a folder that is there is wanted");
        assertThatThrownBy(() -> Options.parse("chart=" + folder)).hasMessageContaining("chart=" + folder);
    }

    @Test
    void whatNobodyKnowsIsRefusedWithWhatThereIs() {
        assertThatThrownBy(() -> Options.parse("round=1"))
                .hasMessage("there is no option 'round', there are rounds, warmup, seconds, works, peers, results,"
                        + " chart");
        assertThatThrownBy(() -> Options.parse("works=room,roms"))
                .hasMessage("there is no work 'roms', there are room, room-100, rooms, rooms-2500, few, durable, idle");
        assertThatThrownBy(() -> Options.parse("peers=imbed,apache"))
                .hasMessage("there is no peer 'apache', there are imbed, netty, broadcast, netty-socketio, stomp, ws,"
                        + " socketio, imbed-sqlite, netty-sqlite");
        assertThatThrownBy(() -> Options.parse("quick")).hasMessage("quick is no name=value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rounds=0", "warmup=-1", "seconds=soon"})
    void whatIsNoNumberOfTimesIsRefused(String arg) {
        assertThatThrownBy(() -> Options.parse(arg)).hasMessage(arg + ": a whole number of at least 1 is wanted");
    }

    @Test
    void whoDoesAWorkIsWhoWasAskedAndCan() {
        Options some = Options.parse("works=room,durable", "peers=imbed,netty,netty-sqlite");

        assertThat(some.peers("room")).containsExactly(Peer.IMBED, Peer.NETTY);
        assertThat(some.peers("durable")).containsExactly(Peer.IMBED, Peer.NETTY_SQLITE);
        assertThat(some.peers("few")).isEmpty();
    }

    @Test
    void worksThatNobodyDoesAreRefused() {
        assertThatThrownBy(() -> Options.parse("works=durable", "peers=netty,stomp"))
                .hasMessage("of these peers nobody does any of these works");
    }

    @Test
    void everyWorkIsKnownByItsName() {
        for (String name : Works.names())
            assertThat(Options.parse("works=" + name).works()).containsExactly(name);
    }
}
