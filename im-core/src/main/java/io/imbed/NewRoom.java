package io.imbed;

import io.imbed.protocol.Ids;
import io.imbed.protocol.RoomKind;
import io.imbed.protocol.SettingsPatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room to be made by the host, which chooses ids freely.
 *
 * @param id null lets the server choose; must be null for DIRECT, whose id follows from the pair
 * @param owner becomes its owner; null for a room that only the host governs
 * @param members become members at once; for DIRECT exactly the other user, for LIVE none
 * @param settings where the room is to be other than its kind presets
 */
public record NewRoom(
        RoomKind kind,
        @Nullable String id,
        @Nullable String title,
        @Nullable String owner,
        List<String> members,
        SettingsPatch settings) {
    public NewRoom {
        if (id != null) Ids.requireId("room", id);
        if (owner != null) Ids.requireId("user", owner);
        members.forEach(member -> Ids.requireId("user", member));
        members = List.copyOf(members);
        if (kind == RoomKind.DIRECT && (id != null || owner == null || members.size() != 1)) {
            throw new IllegalArgumentException("a DIRECT room takes its two users and no id; use NewRoom.direct");
        }
        if (kind == RoomKind.LIVE && !members.isEmpty()) {
            throw new IllegalArgumentException("a LIVE room has no members but its owner; others join it");
        }
    }

    public static NewRoom channel(String id) {
        return new NewRoom(RoomKind.CHANNEL, id, null, null, List.of(), SettingsPatch.NONE);
    }

    /** What many attend at once, for as long as each of them is there; PROTOCOL.md, "LIVE rooms". */
    public static NewRoom live(String id) {
        return new NewRoom(RoomKind.LIVE, id, null, null, List.of(), SettingsPatch.NONE);
    }

    public static NewRoom group(String id) {
        return new NewRoom(RoomKind.GROUP, id, null, null, List.of(), SettingsPatch.NONE);
    }

    public static NewRoom direct(String user, String other) {
        return new NewRoom(RoomKind.DIRECT, null, null, user, List.of(other), SettingsPatch.NONE);
    }

    public NewRoom title(String newTitle) {
        return new NewRoom(kind, id, newTitle, owner, members, settings);
    }

    public NewRoom owner(String user) {
        return new NewRoom(kind, id, title, user, members, settings);
    }

    public NewRoom members(String... users) {
        return new NewRoom(kind, id, title, owner, List.of(users), settings);
    }

    public NewRoom settings(SettingsPatch newSettings) {
        return new NewRoom(kind, id, title, owner, members, newSettings);
    }
}
