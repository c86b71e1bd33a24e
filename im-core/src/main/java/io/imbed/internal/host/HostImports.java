package io.imbed.internal.host;

import io.imbed.Imported;
import io.imbed.ImportedMember;
import io.imbed.ImportedMessage;
import io.imbed.Imports;
import io.imbed.NewRoom;
import io.imbed.internal.room.Importer;
import io.imbed.internal.room.Views;
import io.imbed.internal.session.Services;
import io.imbed.protocol.RoomView;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** {@link Imports} over the engine. */
public final class HostImports implements Imports {
    private final Services services;
    private final Importer importer;
    private final HostCalls calls;

    public HostImports(Services services, HostCalls calls) {
        this.services = services;
        this.importer = new Importer(services.lanes(), services.maker(), services.limits(), services.env());
        this.calls = calls;
    }

    @Override
    public CompletionStage<RoomView> room(NewRoom room, Instant createdAt) {
        return calls.told(() -> importer.room(room, createdAt)
                .thenCompose(id -> services.rooms().existing(id))
                .thenApply(state -> Views.outside(state, services.lanes().count(state))));
    }

    @Override
    public CompletionStage<Imported> messages(String room, List<ImportedMessage> batch) {
        return calls.told(() -> importer.messages(room, batch));
    }

    @Override
    public CompletionStage<Void> members(String room, List<ImportedMember> members) {
        return calls.told(() -> importer.members(room, members));
    }
}
