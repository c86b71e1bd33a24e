package io.imbed.internal.room;

import io.imbed.protocol.SettingsPatch;
import io.imbed.spi.RoomRow;
import org.jspecify.annotations.Nullable;

/**
 * What is to become of a room's row.
 *
 * @param retitles whether it is to be called {@code title} from now on
 */
public record RoomEdit(boolean retitles, @Nullable String title, SettingsPatch settings) {
    public static RoomEdit title(@Nullable String title) {
        return new RoomEdit(true, title, SettingsPatch.NONE);
    }

    public static RoomEdit settings(SettingsPatch settings) {
        return new RoomEdit(false, null, settings);
    }

    RoomRow of(RoomRow row) {
        return row.changed(retitles ? title : row.title(), row.settings().with(settings));
    }
}
