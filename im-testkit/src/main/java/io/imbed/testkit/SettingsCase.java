package io.imbed.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.imbed.protocol.Message;
import io.imbed.protocol.Request.Anchor;
import io.imbed.protocol.Role;
import io.imbed.protocol.RoomSettings;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A room's settings are kept, and those that are about the storage are obeyed. */
interface SettingsCase extends StorageCase {
    /** Every part is other than any kind presets it. */
    SettingsPatch OTHER = new SettingsPatch(
            RoomSettings.Joining.OPEN,
            Role.OWNER,
            Role.OWNER,
            false,
            false,
            false,
            RoomSettings.History.JOINED,
            (1L << 53) - 1,
            RoomSettings.MAX_SLOW_MS,
            RoomSettings.MAX_MEMBERS,
            1L << 40,
            1L << 41);

    private static void configure(TestRoom room, SettingsPatch settings) {
        room.stored(room.entry().configure(room.state(), settings));
    }

    @Test
    default void everyPartIsKept() {
        TestRoom room = group("room", "alice");

        configure(room, OTHER);

        RoomSettings settings = room.state().row().settings();
        assertThat(settings.from(RoomSettings.preset(room.state().row().kind())))
                .isEqualTo(OTHER);
        assertThat(TestRoom.get(storage().store().seat("room", "alice"))
                        .orElseThrow()
                        .room()
                        .row()
                        .settings())
                .isEqualTo(settings);
    }

    @Test
    default void noMoreMessagesAreKeptThanTheRoomSays() {
        TestRoom room = group("room", "alice");
        TestRoom other = group("other", "alice");
        configure(room, SettingsPatch.NONE.withKeep(2));

        room.posts(5);
        other.posts(5);

        assertThat(kept(room)).containsExactly(4L, 5L);
        assertThat(kept(other)).hasSize(5);
        assertThat(room.state().seq()).isEqualTo(5);
        assertThat(TestRoom.get(storage().log().message("room", 3))).isEmpty();
        assertThat(room.slice(0, 100, TestRoom.ALL).gap())
                .as("events that show what is gone are gone too")
                .isTrue();
    }

    @Test
    default void fewerAreKeptFromTheNextMessageOnAndMoreAgainLater() {
        TestRoom room = group("room", "alice");
        room.posts(5);

        configure(room, SettingsPatch.NONE.withKeep(3));
        room.posts(1);
        assertThat(kept(room)).containsExactly(4L, 5L, 6L);

        configure(room, SettingsPatch.NONE.withKeep(0));
        room.posts(2);
        assertThat(kept(room)).containsExactly(4L, 5L, 6L, 7L, 8L);
    }

    @Test
    default void roomsWithoutPresenceAreNotShared() {
        TestRoom quiet = group("quiet", "alice", "bob");
        configure(quiet, SettingsPatch.NONE.withPresence(false));
        assertThat(TestRoom.get(storage().store().sharing("alice", List.of("bob"))))
                .isEmpty();

        group("loud", "alice", "bob");
        assertThat(TestRoom.get(storage().store().sharing("alice", List.of("bob"))))
                .containsExactly("bob");
    }

    private List<Long> kept(TestRoom room) {
        return TestRoom.get(storage().log().history(room.id(), Anchor.LATEST, 100, TestRoom.ALL)).messages().stream()
                .map(Message::seq)
                .toList();
    }
}
