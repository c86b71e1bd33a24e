package io.imbed.benchmarks.load;

import io.imbed.benchmarks.load.Fields.Name;
import io.imbed.benchmarks.swarm.ClientFrames;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** What can be done to a server by those who are let in, and by one who is not yet. Threads: each the swarm's. */
final class Attacks {
    private Attacks() {}

    /** All of them come. Members of rooms are of one room after the other. */
    static void enter(Assault assault, Scale scale, Saturated.Attackers attackers) {
        int member = 0;
        member = add(assault, attackers.talking(), member, scale, Talking::new);
        member = add(assault, attackers.deaf(), member, scale, Deaf::new);
        member = add(assault, attackers.returning(), member, scale, Returning::new);
        add(assault, attackers.flooding(), member, scale, Flooding::new);
        for (int i = 0; i < attackers.beginning(); i++) assault.add(new Beginning());
        for (int i = 0; i < attackers.hasty(); i++) assault.add(new Hasty());
        for (int i = 0; i < attackers.half(); i++) assault.add(new Half());
    }

    /** Makes one that is this member. */
    private interface Maker {
        Attacker make(Seat seat, Scale scale);
    }

    /** A place in a room. */
    private record Seat(int user, int room) {}

    private static int add(Assault assault, int count, int first, Scale scale, Maker maker) {
        for (int i = first; i < first + count; i++) {
            int room = i % scale.rooms();
            assault.add(maker.make(new Seat(room * scale.size() + i / scale.rooms(), room), scale));
        }
        return first + count;
    }

    /** A member of a room. */
    private abstract static class Insider extends Attacker {
        final Seat seat;
        final String text;

        Insider(Seat seat, Scale scale) {
            this.seat = seat;
            this.text = "x".repeat(scale.textBytes());
        }

        @Override
        final String user() {
            return LoadServer.user(seat.user());
        }

        final String room() {
            return LoadServer.room(seat.room());
        }
    }

    /** Says as much as it may. */
    private static final class Talking extends Insider {
        private static final long PAUSE_MILLIS = 200;
        private long said;

        Talking(Seat seat, Scale scale) {
            super(seat, scale);
        }

        @Override
        void attack(int turn) throws IOException {
            if (turn == 0) hello("");
            else send(ClientFrames.text(send(++said + 1, room(), text)));
            again(PAUSE_MILLIS);
        }
    }

    /** Never reads what its room says. */
    private static final class Deaf extends Insider {
        private static final int SMALL_BUFFER = 16 * 1024;

        Deaf(Seat seat, Scale scale) {
            super(seat, scale);
        }

        @Override
        protected void prepare(SocketChannel channel) throws IOException {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
        }

        @Override
        void attack(int turn) throws IOException {
            hello("");
            reading(false);
        }
    }

    /** Comes from far behind, takes a page or two of what it has missed, and comes again. */
    private static final class Returning extends Insider {
        private static final Name ROOMS = Name.of("rooms");
        private static final Name EPOCH = Name.of("epoch");
        private static final Name REV = Name.of("rev");
        private static final long PAGES_MILLIS = 300;

        private final Fields fields = new Fields();
        private final int behind;
        private String epoch = "";
        private long head;

        Returning(Seat seat, Scale scale) {
            super(seat, scale);
            behind = scale.kept() * 3 / 4;
        }

        @Override
        void attack(int turn) throws IOException {
            if (turn > 0) {
                leave();
                return;
            }
            long rev = Math.max(0, head - behind);
            hello(
                    epoch.isEmpty()
                            ? ""
                            : ",\"rooms\":{\"" + room() + "\":{\"epoch\":\"" + epoch + "\",\"rev\":" + rev + "}}");
            again(PAGES_MILLIS);
        }

        @Override
        public void text(byte[] bytes, int from, int to) {
            int rooms = fields.of(bytes, from, to).find(ROOMS);
            if (rooms < 0) return;
            fields.of(bytes, fields.from(rooms), fields.to(rooms));
            epoch = fields.text(EPOCH);
            head = fields.number(REV);
        }
    }

    /** Sends more than is taken, to a hook that is slow. */
    private static final class Flooding extends Insider {
        private static final int LINES = 20;
        private static final int FRAMES = 5;
        private static final int LINE_BYTES = 3_000;
        private static final long PAUSE_MILLIS = 500;
        private long said;

        Flooding(Seat seat, Scale scale) {
            super(seat, scale);
        }

        @Override
        void attack(int turn) throws IOException {
            if (turn == 0) hello("");
            for (int frame = 0; frame < FRAMES; frame++) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < LINES; i++) {
                    lines.append(send(++said + 1, room(), LoadServer.SLOW + "x".repeat(LINE_BYTES)));
                    lines.append('\n');
                }
                send(ClientFrames.text(lines.toString()));
            }
            again(PAUSE_MILLIS);
        }
    }

    /** Holds back the end of a message that is as large as it may be. */
    private static final class Beginning extends Attacker {
        private static final int BYTES = 65_000;

        @Override
        void attack(int turn) throws IOException {
            hello("");
            send(beginning(BYTES));
        }
    }

    /** Asks more often than it may. */
    private static final class Hasty extends Attacker {
        private static final int PINGS = 50;
        private static final long PAUSE_MILLIS = 200;

        @Override
        void attack(int turn) throws IOException {
            if (turn == 0) hello("");
            send(ClientFrames.text("{\"op\":\"ping\",\"id\":2}\n".repeat(PINGS)));
            again(PAUSE_MILLIS);
        }
    }

    /** Never finishes its handshake. */
    private static final class Half extends Attacker {
        private static final String HEADER = "X-Never-Ends: " + "x".repeat(7_500);

        /** Without the end of its line, so that the empty one which follows ends this one and not the request. */
        @Override
        protected String headers() {
            return HEADER;
        }

        @Override
        void attack(int turn) {
            throw new IllegalStateException("half a handshake was answered");
        }
    }
}
