package io.imbed;

import io.imbed.protocol.Ids;
import org.jspecify.annotations.Nullable;

/**
 * How the host's own message is sent.
 *
 * @param cid makes a repeat harmless: the same room, sender and cid store one message. Null makes a fresh one
 * @param hooks whether before-hooks are asked. A send from within a hook asks none, unless this is {@link Hooks#ASKED}
 */
public record SendOptions(@Nullable String cid, Hooks hooks) {
    public static final SendOptions DEFAULT = new SendOptions(null, Hooks.DEFAULT);

    public SendOptions {
        if (cid != null) Ids.requireCid(cid);
    }

    /** @see SendOptions#hooks */
    public enum Hooks {
        /** Asked, except from within a hook: that is how loops are kept out. */
        DEFAULT,
        ASKED,
        SKIPPED
    }

    public SendOptions withCid(String newCid) {
        return new SendOptions(newCid, hooks);
    }

    public SendOptions with(Hooks newHooks) {
        return new SendOptions(cid, newHooks);
    }
}
