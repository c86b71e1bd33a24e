package io.imbed.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A member's own settings of a room, the same on all its devices and seen by nobody else. A membership begins with
 * {@link #DEFAULT}.
 *
 * @param hidden not to be shown in the room list until something new is said
 * @param privateReading others are not shown how far it has read
 */
public record OwnSettings(Notify notifications, boolean hidden, boolean privateReading) {
    public static final OwnSettings DEFAULT = new OwnSettings(Notify.ALL, false, false);

    /** Parts that are to be otherwise; null leaves a part as it is. */
    public record Patch(
            @Nullable Notify notifications,
            @Nullable Boolean hidden,
            @Nullable Boolean privateReading) {
        public static final Patch NONE = new Patch(null, null, null);

        public boolean isEmpty() {
            return equals(NONE);
        }

        public Patch withNotifications(Notify newNotify) {
            return new Patch(newNotify, hidden, privateReading);
        }

        public Patch withHidden(boolean nowHidden) {
            return new Patch(notifications, nowHidden, privateReading);
        }

        public Patch withPrivateReading(boolean nowPrivate) {
            return new Patch(notifications, hidden, nowPrivate);
        }
    }
}
