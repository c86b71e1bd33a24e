package io.imbed.engine.model;

import java.util.List;

/** The host posts and pins, until a room has nearly as many pins as it may. */
record FillPins(Slot slot, int pins) implements Step {
    @Override
    public void play(Play play) {
        for (int i = 0; i < pins; i++) {
            new Send(Who.HOST, slot, Send.What.NEW, Send.Kind.TEXT, 0, List.of()).play(play);
            new Pin(Who.HOST, slot, 0, true).play(play);
        }
    }

    @Override
    public String toString() {
        return "the host sends to " + slot + " and pins, " + pins + " times";
    }
}
