package io.imbed.benchmarks.load;

import java.time.Duration;

/**
 * How large a load is.
 *
 * @param rooms of {@code size} members each
 * @param perSecond messages of all together
 * @param time for which they talk, or for each part of it where there are several
 * @param kept messages of a room that a log in memory keeps
 * @param heap the largest that the server may have, as {@code -Xmx} takes it
 */
record Scale(int rooms, int size, double perSecond, int textBytes, Duration time, int kept, String heap) {
    Scale withTime(Duration newTime) {
        return new Scale(rooms, size, perSecond, textBytes, newTime, kept, heap);
    }

    int members() {
        return rooms * size;
    }
}
