package io.imbed.testkit.authorisation;

import java.util.List;
import java.util.Locale;

/** How somebody who acts stands to a room. Each is a user of that name. */
enum Standing {
    OWNER,
    ADMIN,
    MEMBER,
    MUTED,
    BANNED,
    LEFT,
    KICKED,
    STRANGER;

    String user() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Those whom a column of the table is about. */
    static List<Standing> of(String column) {
        if (column.equals("outsider")) return List.of(STRANGER, LEFT, KICKED);
        return List.of(valueOf(column.toUpperCase(Locale.ROOT)));
    }
}
