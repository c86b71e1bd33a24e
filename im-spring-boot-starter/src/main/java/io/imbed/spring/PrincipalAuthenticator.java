package io.imbed.spring;

import io.imbed.Identity;
import io.imbed.spi.Authenticator;
import io.imbed.spi.Handshake;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets in whom Spring Security has authenticated, and nobody else. What a hello has as its token counts for nothing. */
final class PrincipalAuthenticator implements Authenticator {
    private final PrincipalMapper mapper;

    PrincipalAuthenticator(PrincipalMapper mapper) {
        this.mapper = mapper;
    }

    @Override
    public CompletionStage<Optional<Identity>> authenticate(Handshake handshake, @Nullable String token) {
        return CompletableFuture.completedFuture(
                handshake.principal().flatMap(mapper::identity).map(identity -> ofLogin(identity, handshake)));
    }

    /** Remembers by which login it came, so that its end is the session's end, too. */
    private static Identity ofLogin(Identity identity, Handshake handshake) {
        if (!(handshake.attributes().get(Logins.ATTRIBUTE) instanceof String login)) return identity;
        Map<String, String> attributes = new HashMap<>(identity.attributes());
        attributes.put(Logins.ATTRIBUTE, login);
        return new Identity(identity.id(), identity.name(), identity.avatar(), attributes, identity.expiresAt());
    }
}
