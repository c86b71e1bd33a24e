package io.imbed.internal.session;

import java.util.List;

/**
 * Rows of which one more than a page holds was read, if there was one: that tells whether another page follows.
 *
 * @param rows those of the page
 * @param more whether there are others behind
 */
record Page<T>(List<T> rows, boolean more) {
    static <T> Page<T> of(List<T> read, int limit) {
        boolean more = read.size() > limit;
        return new Page<>(more ? read.subList(0, limit) : read, more);
    }
}
