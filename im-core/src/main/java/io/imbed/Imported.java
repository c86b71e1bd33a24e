package io.imbed;

import java.util.List;

/**
 * What came of a batch of messages.
 *
 * @param seqs the messages' seqs in their order, those of the ones that were there before included
 * @param stored how many were not there before
 */
public record Imported(List<Long> seqs, int stored) {
    public Imported {
        seqs = List.copyOf(seqs);
    }
}
