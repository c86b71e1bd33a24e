package io.imbed.internal.session;

import io.imbed.Limits;
import io.imbed.internal.Budget;
import io.imbed.internal.Encoder;
import io.imbed.internal.Ticks;
import io.imbed.internal.hook.Hooks;
import io.imbed.internal.hook.HostCode;
import io.imbed.internal.presence.Presence;
import io.imbed.internal.presence.Visibility;
import io.imbed.internal.room.Lanes;
import io.imbed.internal.room.Memberships;
import io.imbed.internal.room.MessageService;
import io.imbed.internal.room.RoomMaker;
import io.imbed.internal.room.RoomService;
import io.imbed.protocol.FrameCodec;
import io.imbed.spi.Environment;
import io.imbed.spi.MetricsSink;
import io.imbed.spi.Storage;

/** What all sessions of a node share. */
public record Services(
        Environment env,
        Ticks ticks,
        Limits limits,
        FrameCodec codec,
        Encoder encoder,
        Budget budget,
        MetricsSink metrics,
        Storage storage,
        Lanes lanes,
        RoomService rooms,
        MessageService messages,
        Memberships memberships,
        RoomMaker maker,
        Hooks hooks,
        HostCode host,
        SessionRegistry sessions,
        Visibility visibility,
        Presence presence) {}
