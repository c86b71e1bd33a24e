package io.imbed.spi;

import io.imbed.protocol.Notify;
import io.imbed.protocol.OwnSettings;
import org.jspecify.annotations.Nullable;

/**
 * A member's {@link OwnSettings} as they are kept.
 *
 * @param hiddenAt the room's last seq when its user hid it; null if it is not hidden
 */
public record Preferences(Notify notifications, @Nullable Long hiddenAt, boolean privateReading) {
    public static final Preferences DEFAULT = new Preferences(Notify.ALL, null, false);

    /** The same with these parts changed, in a room that stands at {@code seq}. */
    public Preferences with(OwnSettings.Patch patch, long seq) {
        Notify newNotify = patch.notifications();
        Boolean hidden = patch.hidden();
        Boolean nowPrivate = patch.privateReading();
        return new Preferences(
                newNotify == null ? notifications : newNotify,
                hidden == null ? hiddenAt : hidden ? Long.valueOf(seq) : null,
                nowPrivate == null ? privateReading : nowPrivate);
    }

    /** As they are shown of a room that stands at {@code seq}: one is hidden until something new is said. */
    public OwnSettings shown(long seq) {
        return new OwnSettings(notifications, hiddenAt != null && seq <= hiddenAt, privateReading);
    }
}
