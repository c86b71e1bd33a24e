package io.imbed.transport.ws;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The writing half of a socket, plain or encrypted. Threads: its writer. */
interface Link {
    /**
     * Takes what it can of {@code source}.
     *
     * @return how many bytes; fewer than there are if the socket takes no more at present
     */
    int write(ByteBuffer source) throws IOException;

    /** Writes what it has taken but kept back. Returns whether nothing is left of that. */
    boolean drain() throws IOException;

    /** Says that nothing more will be written. */
    void shutdownOutput() throws IOException;

    /** Something done to a link that may fail as writing does. */
    interface Task {
        void run() throws IOException;
    }

    /** No encryption. */
    record Plain(SocketChannel channel) implements Link {
        @Override
        public int write(ByteBuffer source) throws IOException {
            return channel.write(source);
        }

        @Override
        public boolean drain() {
            return true;
        }

        @Override
        public void shutdownOutput() throws IOException {
            channel.shutdownOutput();
        }
    }
}
