package io.imbed.protocol;

import java.util.Locale;

/** How constants are spelt on the wire. */
final class Wire {
    private Wire() {}

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
