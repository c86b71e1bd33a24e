package io.imbed.internal.room;

import io.imbed.Draft;
import io.imbed.Limits;
import io.imbed.protocol.ErrorCode;
import io.imbed.protocol.Ids;
import io.imbed.protocol.JsonText;
import io.imbed.protocol.RefusedException;
import io.imbed.protocol.Request;
import java.nio.charset.StandardCharsets;

/** What a message may hold: asked of what a client or the host sends, and again of what a hook made of it. */
final class DraftRules {
    private final int maxTextBytes;
    private final int maxBytes;

    DraftRules(Limits limits) {
        this.maxTextBytes = limits.sizes().textBytes();
        this.maxBytes = limits.sizes().frameBytes();
    }

    /** Returns the draft; throws {@link RefusedException} naming the value and the limit. */
    Draft check(Draft draft) {
        String what = draft.content().asText().isPresent() ? "text" : "fallback";
        JsonText meta = draft.meta();
        atMost(what, maxTextBytes, draft.content().fallback(), "");
        atMost("content and meta", maxBytes, draft.content().json().text(), meta == null ? "" : meta.text());
        if (draft.mentions().size() > Request.Send.MAX_MENTIONS) {
            throw new RefusedException(
                    ErrorCode.TOO_LARGE,
                    "mentions has " + draft.mentions().size() + " users, limit " + Request.Send.MAX_MENTIONS);
        }
        draft.mentions().forEach(user -> Ids.requireId("mentions", user));
        Long replyTo = draft.replyTo();
        if (replyTo != null && replyTo < 1) {
            throw new RefusedException(ErrorCode.BAD_REQUEST, "replyTo is " + replyTo + ", must be at least 1");
        }
        return draft;
    }

    private static void atMost(String what, int limit, String first, String second) {
        // No character takes more than three bytes: most texts need not be encoded to know that they fit.
        if (first.length() + second.length() <= limit / 3) return;
        int bytes = bytes(first) + bytes(second);
        if (bytes > limit) {
            throw new RefusedException(ErrorCode.TOO_LARGE, what + " is " + bytes + " bytes, limit " + limit);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
