package io.imbed.spring;

import io.imbed.Identity;
import java.security.Principal;
import java.util.Optional;

/**
 * Says which chat user somebody is whom the application has logged in. The default one takes the principal's name as the
 * user's id; a bean of this type replaces it, say where names may change and ids do not.
 *
 * <p>Whatever it does, two users must never get the same id, and one must get the same for ever.
 *
 * <p>Threads: called on a hook thread, by several at once, and may block there, under a time limit.
 */
@FunctionalInterface
public interface PrincipalMapper {
    /** Returns who it is in the chat, or empty if this user has no part in it. */
    Optional<Identity> identity(Principal principal);
}
