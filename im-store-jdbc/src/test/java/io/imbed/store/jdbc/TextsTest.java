package io.imbed.store.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.EventBody;
import io.imbed.protocol.Reaction;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.RoomSettings.History;
import io.imbed.protocol.RoomSettings.Joining;
import io.imbed.protocol.SettingsPatch;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Instant LATER = Instant.ofEpochMilli(1_795_388_400_123L);

    @Test
    void everyEventBodyComesBackAsItWas() {
        List<EventBody> bodies = List.of(
                EventBody.Edited.bare(3),
                new EventBody.Recalled(4),
                new EventBody.Reacted(5, "\uD83D\uDC4D", true),
                new EventBody.Pinned(6, false),
                new EventBody.Joined("alice", "Alice \"A\" Ä", Role.ADMIN),
                new EventBody.Left("alice"),
                new EventBody.Kicked("bob"),
                new EventBody.RoleChanged("bob", Role.OWNER),
                new EventBody.Muted("bob", LATER, "because"),
                new EventBody.Muted("bob", null, null),
                new EventBody.Unmuted("bob"),
                new EventBody.Banned("eve", LATER, null),
                new EventBody.Unbanned("eve"),
                new EventBody.RoomChanged(
                        "Title", SettingsPatch.NONE.withKeep(9).withPost(Role.ADMIN)),
                new EventBody.RoomChanged(null, SettingsPatch.NONE),
                new EventBody.Hidden());

        for (EventBody body : bodies) assertThat(Texts.body(Texts.body(body))).isEqualTo(body);
    }

    @Test
    void bodyOfALaterReleaseCountsAndSaysNothing() {
        String text = Texts.body(new EventBody.Left("alice")).replace("\"left\"", "\"teleported\"");

        assertThat(Texts.body(text)).isEqualTo(new EventBody.Unknown("teleported"));
    }

    @Test
    void settingsComeBackWholeWhateverTheKindPresets() {
        RoomSettings settings = new RoomSettings(
                Joining.INVITED, Role.OWNER, Role.ADMIN, false, true, false, History.JOINED, 1, 2, 3, 4, 5);

        for (RoomKind kind : RoomKind.values()) {
            assertThat(Texts.settings(kind, Texts.settings(settings))).isEqualTo(settings);
            RoomSettings preset = RoomSettings.preset(RoomKind.GROUP);
            assertThat(Texts.settings(kind, Texts.settings(preset))).isEqualTo(preset);
        }
    }

    @Test
    void reactionsComeBackInTheirOrderAndKeysMayHaveSpaces() {
        List<Reaction> reactions = List.of(
                new Reaction("thumbs up", 22, List.of("alice", "bob")), new Reaction("\uD83D\uDC4D", 1, List.of("c")));

        assertThat(Texts.reactions(Texts.reactions(reactions))).isEqualTo(reactions);
        assertThat(Texts.reactions(Texts.reactions(List.of()))).isEmpty();
    }
}
