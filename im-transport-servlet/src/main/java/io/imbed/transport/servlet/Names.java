package io.imbed.transport.servlet;

/** Header names of ours, as in PROTOCOL.md, "HTTP wires". */
final class Names {
    /** Names the connection. */
    static final String CONNECTION = "Im-Connection";
    /** Of an answer with lines: the number of its last batch. */
    static final String BATCH = "Im-Batch";
    /** Counts what a client sends. */
    static final String SEQ = "Im-Seq";
    /** The last batch that the client has. */
    static final String ACK = "Im-Ack";

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private Names() {}
}
