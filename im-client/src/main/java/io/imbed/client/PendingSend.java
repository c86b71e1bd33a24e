package io.imbed.client;

import io.imbed.Draft;
import io.imbed.protocol.Ids;

/**
 * A message that the server has not yet acknowledged.
 *
 * @param room where it goes
 * @param cid its client message id: the same however often it is sent, so that it is stored once
 * @param draft what it says
 */
public record PendingSend(String room, String cid, Draft draft) {
    public PendingSend {
        Ids.requireId("room", room);
        Ids.requireCid(cid);
    }
}
