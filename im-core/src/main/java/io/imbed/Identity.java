package io.imbed;

import io.imbed.protocol.Event;
import io.imbed.protocol.Ids;
import io.imbed.protocol.UserView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user, as the host vouches for it.
 *
 * @param id by the grammar of ids; stays the same for ever. Ids that begin with {@code ~} are the host's own
 * @param name shown to others; 1 to 64 characters
 * @param avatar an address or key that clients understand, if any
 * @param attributes the host's own facts, handed to its hooks and policy, sent to nobody
 * @param expiresAt when this must be renewed, or null for never
 */
public record Identity(
        String id,
        String name,
        @Nullable String avatar,
        Map<String, String> attributes,
        @Nullable Instant expiresAt) {
    public static final int MAX_NAME = 64;

    private static final Identity SYSTEM = of(Event.SYSTEM, "System");
    private static final String GUEST = "guest:";

    public Identity {
        Ids.requireId("user", id);
        name = clean(name, id);
        attributes = Map.copyOf(attributes);
    }

    public static Identity of(String id, String name) {
        return new Identity(id, name, null, Map.of(), null);
    }

    /** A user whose name is its id. */
    public static Identity of(String id) {
        return of(id, id);
    }

    /** The host itself: who speaks where no user acted. */
    public static Identity system() {
        return SYSTEM;
    }

    /**
     * Who a token {@code guest:<userId>} stands for, or {@code guest:<userId> <name>} where the name is other than the
     * id; see {@link io.imbed.spi.Authenticator#guests}.
     */
    public static Optional<Identity> ofGuestToken(@Nullable String token) {
        if (token == null || !token.startsWith(GUEST)) return Optional.empty();
        String guest = token.substring(GUEST.length());
        int space = guest.indexOf(' '); // which no id has
        String id = space < 0 ? guest : guest.substring(0, space);
        if (!Ids.isId(id, Ids.MAX_ID) || id.startsWith("~")) return Optional.empty();
        return Optional.of(of(id, space < 0 ? id : guest.substring(space + 1)));
    }

    public Identity withExpiresAt(Instant when) {
        return new Identity(id, name, avatar, attributes, when);
    }

    public UserView view() {
        return new UserView(id, name, avatar);
    }

    /** Names come from anywhere: what could forge a line, turn text around or flood a screen is taken out. */
    private static String clean(String name, String id) {
        StringBuilder kept = new StringBuilder();
        name.codePoints()
                .filter(c -> Character.isDefined(c)
                        && !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE
                        && Character.getType(c) != Character.LINE_SEPARATOR
                        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR)
                .limit(MAX_NAME)
                .forEach(kept::appendCodePoint);
        String cleaned = kept.toString().strip();
        return cleaned.isEmpty() ? id : cleaned;
    }

    /** Without attributes: they are the host's secrets as far as we know. */
    @Override
    public String toString() {
        return "Identity[" + id + "]";
    }
}
