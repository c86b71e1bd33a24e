package io.imbed.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
    private static final String PROSE = "## Missed, and why\n\n- **rooms**: handed over five times\n";

    private static Section section(String name, String text) {
        return Section.of(name, "what is done", text);
    }

    private static String file(String... parts) {
        return Results.BEGINNING + "\n" + String.join("\n", parts);
    }

    private static String part(String name, String text) {
        return "## " + name + ": what is done\n\n" + text + "\n";
    }

    @Test
    void fileThatIsNotThereBeginsWithWhatItIs() {
        assertThat(Results.with("", section("rooms", "first"))).isEqualTo(file(part("rooms", "first")));
        assertThat(Results.BEGINNING).startsWith("# Results\n");
    }

    @Test
    void onlyTheSectionOfThisNameIsRenewed() {
        String before = file(part("room", "old"), part("room-100", "old"), part("idle", "old"), PROSE);

        assertThat(Results.with(before, section("room-100", "new")))
                .isEqualTo(file(part("room", "old"), part("room-100", "new"), part("idle", "old"), PROSE));
        assertThat(Results.with(before, section("room", "new")))
                .isEqualTo(file(part("room", "new"), part("room-100", "old"), part("idle", "old"), PROSE));
    }

    /** What it was measured at may have changed. */
    @Test
    void sectionIsFoundWhateverElseItsHeadingSays() {
        String before = file("## room: 500 connections\n\nold\n", PROSE);

        assertThat(Results.with(before, section("room", "new"))).isEqualTo(file(part("room", "new"), PROSE));
    }

    @Test
    void newSectionStandsBehindThoseThatGoBeforeAndBeforeWhatPeopleWrote() {
        String before = file(part("room", "old"), part("few", "old"), PROSE);

        assertThat(Results.with(before, section("rooms", "new")))
                .isEqualTo(file(part("room", "old"), part("rooms", "new"), part("few", "old"), PROSE));
        assertThat(Results.with(before, section("Without a peer", "new")))
                .isEqualTo(file(part("room", "old"), part("few", "old"), part("Without a peer", "new"), PROSE));
        assertThat(Results.with(file(part("idle", "old"), PROSE), section("room", "new")))
                .isEqualTo(file(part("room", "new"), part("idle", "old"), PROSE));
    }

    @Test
    void whatPeopleWroteStaysAsItIs() {
        String written = "## On another machine\n\n### room: by hand\n\n| a | b |\n\n# Not a section\n";

        assertThat(Results.with(file(part("room", "old"), written, PROSE), section("room", "new")))
                .isEqualTo(file(part("room", "new"), written, PROSE));
    }

    @Test
    void whatStandsBeforeTheFirstSectionIsWrittenAnew() {
        assertThat(Results.with("# Results\n\nof long ago\n\n" + PROSE, section("room", "new")))
                .isEqualTo(file(part("room", "new"), PROSE));
    }

    @Test
    void secondRunOfTheSameChangesNothing() {
        String once = Results.with(file(PROSE), section("few", "new"));

        assertThat(Results.with(once, section("few", "new"))).isEqualTo(once);
    }

    @Test
    void sectionThatHasNoPlaceIsRefused() {
        assertThatThrownBy(() -> Results.with("", section("lobby", "new"))).hasMessageContaining("'lobby'");
    }

    @Test
    void sectionsOfSeveralRunsAreInTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("RESULTS.md");
        Results.publish(section("idle", "one"), file);
        Results.publish(section("room", "two"), file);
        Results.publish(section("room", "three"), null);

        assertThat(Files.readString(file)).isEqualTo(file(part("room", "two"), part("idle", "one")));
    }
}
