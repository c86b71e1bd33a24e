package io.imbed.internal.host;

import io.imbed.Erasure;
import io.imbed.Identity;
import io.imbed.Origin;
import io.imbed.internal.hook.Bulkhead;
import io.imbed.internal.session.Services;
import io.imbed.internal.upkeep.Eraser;
import io.imbed.protocol.Ids;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** {@link Erasure} over the engine. */
public final class HostErasure implements Erasure {
    private final Eraser eraser;
    private final HostCalls calls;

    public HostErasure(Services services, HostCalls calls) {
        this.eraser = new Eraser(services.env(), services.storage(), services.messages(), services.memberships());
        this.calls = calls;
    }

    @Override
    public CompletionStage<Erased> erase(String user, Scope scope, Consumer<Erased> progress) {
        Origin origin = Bulkhead.isInside() ? Origin.HOOK : Origin.HOST;
        return calls.told(() -> eraser.erase(Identity.of(Ids.requireId("user", user)), scope, origin, progress));
    }
}
