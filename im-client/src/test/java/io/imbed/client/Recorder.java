package io.imbed.client;

import io.imbed.protocol.Cursor;
import io.imbed.protocol.Event;
import io.imbed.protocol.ImException;
import io.imbed.protocol.PresenceView;
import io.imbed.protocol.Result;
import io.imbed.protocol.RoomView;
import io.imbed.protocol.ServerFrame.MarkSignal;
import io.imbed.protocol.ServerFrame.MembersSignal;
import io.imbed.protocol.ServerFrame.MineSignal;
import io.imbed.protocol.ServerFrame.TypingSignal;
import io.imbed.protocol.UnavailableException;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a listener hears, a short line each. */
final class Recorder implements ClientListener {
    final List<String> heard = new ArrayList<>();
    final List<ConnectionStatus> statuses = new ArrayList<>();
    final List<String> follows = new ArrayList<>();
    final List<UnavailableException> delays = new ArrayList<>();

    List<String> take() {
        List<String> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    @Override
    public void onStatus(ConnectionStatus status) {
        statuses.add(status);
    }

    @Override
    public void onConnected(Result.Welcome welcome) {
        heard.add("connected " + welcome.user().id());
    }

    @Override
    public void onFollow(String room, Cursor from) {
        follows.add(room + " " + from.epoch() + "/" + from.rev());
    }

    @Override
    public void onEvent(Event event) {
        heard.add(event.room() + " " + event.epoch() + "/" + event.rev() + " "
                + event.body().type());
    }

    @Override
    public void onReset(String room, Cursor cursor) {
        heard.add(room + " reset " + cursor.epoch() + "/" + cursor.rev());
    }

    @Override
    public void onGained(RoomView room) {
        heard.add(room.id() + " gained");
    }

    @Override
    public void onGone(String room) {
        heard.add(room + " gone");
    }

    @Override
    public void onTyping(TypingSignal signal) {
        heard.add(signal.room() + " typing " + signal.user() + " " + signal.on());
    }

    @Override
    public void onMark(MarkSignal signal) {
        heard.add(signal.room() + " mark " + signal.user() + " " + signal.seq());
    }

    @Override
    public void onMembers(MembersSignal signal) {
        heard.add(signal.room() + " members " + signal.count());
    }

    @Override
    public void onMine(MineSignal signal) {
        heard.add(signal.room() + " mine " + signal.mine().notifications());
    }

    @Override
    public void onPresence(PresenceView presence) {
        heard.add(presence.user() + " is " + presence.state());
    }

    @Override
    public void onSent(PendingSend send, Result.Sent sent) {
        heard.add(send.room() + " sent " + sent.seq());
    }

    @Override
    public void onSendDelayed(PendingSend send, UnavailableException why) {
        delays.add(why);
        heard.add(send.room() + " delayed " + why.code());
    }

    @Override
    public void onSendRefused(PendingSend send, ImException refusal) {
        heard.add(send.room() + " refused " + refusal.code());
    }
}
