package io.imbed.spring;

import io.imbed.Identity;
import java.security.Principal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.util.ClassUtils;

/**
 * The default {@link PrincipalMapper}: the id by {@link UserIds} from the principal's name, the display name from the claim
 * {@code name} where there is one, else the name itself. Who came with a bearer token is let in until that expires.
 */
final class NamedPrincipals implements PrincipalMapper {
    private static final Logger LOG = LoggerFactory.getLogger(NamedPrincipals.class);
    private static final boolean TOKENS =
            ClassUtils.isPresent("org.springframework.security.oauth2.core.OAuth2Token", null);

    @Override
    public Optional<Identity> identity(Principal principal) {
        String name = principal.getName();
        Optional<String> id = UserIds.of(name);
        if (id.isEmpty()) {
            LOG.warn("a principal's name of {} characters makes no user id; bring a PrincipalMapper", name.length());
            return Optional.empty();
        }
        String shown = null;
        Instant expires = null;
        if (TOKENS && principal instanceof Authentication authentication) {
            shown = Tokens.name(authentication);
            expires = Tokens.expiry(authentication);
        }
        return Optional.of(new Identity(id.get(), shown == null ? name : shown, null, Map.of(), expires));
    }

    /** Apart, since an application may have no OAuth2. */
    private static final class Tokens {
        static @Nullable String name(Authentication authentication) {
            return authentication.getPrincipal() instanceof ClaimAccessor claims
                    ? claims.getClaimAsString("name")
                    : null;
        }

        static @Nullable Instant expiry(Authentication authentication) {
            return authentication.getCredentials() instanceof OAuth2Token token ? token.getExpiresAt() : null;
        }
    }
}
