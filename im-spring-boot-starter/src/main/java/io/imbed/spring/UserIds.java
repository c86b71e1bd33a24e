package io.imbed.spring;

import io.imbed.protocol.Ids;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names as ids. A name that is an id stays as it is. In others each byte of UTF-8 that no id has becomes {@code ~} and two
 * hexadecimal digits, and so does {@code ~} itself: {@code ann+shop@example.com} is {@code ann~2Bshop@example.com}. No id may
 * begin with {@code ~}, which is the host's own, so such a one gets {@code :} in front, as do names that begin with that. Two
 * names never become one id.
 */
final class UserIds {
    private UserIds() {}

    /** Empty for an empty name and for one that is too long. */
    static Optional<String> of(String name) {
        StringBuilder id = new StringBuilder();
        for (byte each : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            if (c != '~' && Ids.isId(String.valueOf(c), 1)) id.append(c);
            else id.append('~').append(String.format("%02X", (int) c));
        }
        if (id.length() > 0 && (id.charAt(0) == '~' || id.charAt(0) == ':')) id.insert(0, ':');
        return Ids.isId(id.toString(), Ids.MAX_ID) ? Optional.of(id.toString()) : Optional.empty();
    }
}
