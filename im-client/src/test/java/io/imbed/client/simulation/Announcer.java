package io.imbed.client.simulation;

import io.imbed.Draft;
import io.imbed.Identity;
import io.imbed.ImServer;
import io.imbed.SendOptions;
import io.imbed.testkit.history.ClientHistory;
import java.util.ArrayList;
import java.util.List;

/** The host, which says something in rooms by the server's own API. Its calls end with a process that is killed. */
final class Announcer {
    private final List<ClientHistory> histories;
    private final List<List<ClientHistory.Attempt>> unsettled = new ArrayList<>();
    private int announced;

    /** @param histories to each of which everything is written */
    Announcer(List<ClientHistory> histories) {
        this.histories = histories;
    }

    void announce(ImServer server, String room) {
        String cid = "host-" + ++announced;
        Draft draft = Draft.text("announcement " + cid);
        String sender = Identity.system().id();
        List<ClientHistory.Attempt> attempts = histories.stream()
                .map(history -> history.sending(room, sender, cid, draft.content()))
                .toList();
        unsettled.add(attempts);
        server.rooms()
                .send(room, Identity.system(), draft, SendOptions.DEFAULT.withCid(cid))
                .whenComplete((sent, error) -> {
                    if (!unsettled.remove(attempts)) return; // the server was killed meanwhile
                    attempts.forEach(attempt -> SimulatedClient.settle(attempt, sent, error));
                });
    }

    /** A server was killed, and nobody knows any more which of them it was asked. */
    void killed() {
        unsettled.forEach(attempts -> attempts.forEach(ClientHistory.Attempt::unknown));
        unsettled.clear();
    }
}
