package io.imbed.protocol;

/** Writes the results of requests, beside {@code re} in an object that the caller opens and closes. */
final class ResultWriter {
    private ResultWriter() {}

    static void write(JsonOut out, Result result) {
        if (result instanceof Result.Sent sent) {
            sent(out, sent);
        } else if (result instanceof Result.MessagePage page) {
            messages(out, page);
        } else if (result instanceof Result.EventPage page) {
            events(out, page);
        } else if (result instanceof Result.MemberPage page) {
            members(out, page);
        } else if (result instanceof Result.BanPage page) {
            bans(out, page);
        } else if (result instanceof Result.Rooms rooms) {
            rooms(out, rooms.rooms());
            out.field("more", rooms.more());
        } else if (result instanceof Result.OneRoom one) {
            room(out, one.room());
        } else if (result instanceof Result.Joined joined) {
            room(out, joined.room());
            out.field("recovered", joined.recovered());
        } else if (result instanceof Result.ReaderPage page) {
            readers(out, page);
        } else if (result instanceof Result.Pins pins) {
            messages(out, pins.messages());
            out.field("rev", pins.rev());
        } else if (result instanceof Result.Presence answer) {
            presence(out, answer);
        } else if (result instanceof Result.Sessions mine) {
            sessions(out, mine);
        } else if (result instanceof Result.Renewed renewed) {
            out.optional("expiresInMs", renewed.expiresInMs());
        } else if (result instanceof Result.Welcome welcome) {
            welcome(out, welcome);
        } // Done has no field
    }

    private static void sent(JsonOut out, Result.Sent sent) {
        out.field("seq", sent.seq())
                .field("rev", sent.rev())
                .field("at", sent.at())
                .flag("dup", sent.dup());
        if (sent.content() != null) out.field("content", sent.content().json());
    }

    private static void messages(JsonOut out, Result.MessagePage page) {
        messages(out, page.messages());
        out.field("more", page.more());
        out.beginArray("range").value(page.from()).value(page.to()).endArray();
        out.field("rev", page.rev());
    }

    private static void messages(JsonOut out, Iterable<Message> messages) {
        out.beginArray("messages");
        for (Message message : messages) {
            out.beginObject();
            ValueWriter.message(out, message);
            out.endObject();
        }
        out.endArray();
    }

    private static void readers(JsonOut out, Result.ReaderPage page) {
        out.beginArray("readers");
        for (UserView reader : page.readers()) {
            out.beginObject();
            ValueWriter.user(out, reader);
            out.endObject();
        }
        out.endArray().field("more", page.more());
    }

    private static void events(JsonOut out, Result.EventPage page) {
        out.beginArray("events");
        for (Event event : page.events()) {
            out.beginObject();
            ServerFrameWriter.event(out, event); // exactly as it is pushed, so that clients need one reader only
            out.endObject();
        }
        out.endArray().field("more", page.more());
    }

    private static void members(JsonOut out, Result.MemberPage page) {
        out.beginArray("members");
        for (MemberView member : page.members()) {
            out.beginObject();
            ValueWriter.member(out, member);
            out.endObject();
        }
        out.endArray().field("more", page.more());
    }

    private static void bans(JsonOut out, Result.BanPage page) {
        out.beginArray("bans");
        for (BanView ban : page.bans()) {
            out.beginObject();
            ValueWriter.ban(out, ban);
            out.endObject();
        }
        out.endArray().field("more", page.more());
    }

    private static void presence(JsonOut out, Result.Presence answer) {
        out.beginArray("presence");
        for (PresenceView each : answer.presence()) {
            out.beginObject();
            ValueWriter.presence(out, each);
            out.endObject();
        }
        out.endArray();
    }

    private static void sessions(JsonOut out, Result.Sessions mine) {
        out.beginArray("sessions");
        for (OwnSession each : mine.sessions()) {
            out.beginObject();
            ValueWriter.session(out, each);
            out.endObject();
        }
        out.endArray();
    }

    private static void rooms(JsonOut out, Iterable<RoomView> rooms) {
        out.beginArray("rooms");
        for (RoomView room : rooms) {
            out.beginObject();
            ValueWriter.room(out, room);
            out.endObject();
        }
        out.endArray();
    }

    private static void room(JsonOut out, RoomView room) {
        out.beginObject("room");
        ValueWriter.room(out, room);
        out.endObject();
    }

    private static void welcome(JsonOut out, Result.Welcome welcome) {
        out.field("session", welcome.session()).beginObject("user");
        ValueWriter.user(out, welcome.user());
        out.endObject()
                .field("time", welcome.time())
                .field("pingMs", welcome.pingMs())
                .optional("expiresInMs", welcome.expiresInMs());
        Result.Bounds limits = welcome.limits();
        out.beginObject("limits")
                .field("maxFrameBytes", limits.maxFrameBytes())
                .field("maxTextBytes", limits.maxTextBytes())
                .field("maxPage", limits.maxPage())
                .field("maxCatchUp", limits.maxCatchUp())
                .endObject();
        rooms(out, welcome.rooms());
        out.field("more", welcome.more());
    }
}
