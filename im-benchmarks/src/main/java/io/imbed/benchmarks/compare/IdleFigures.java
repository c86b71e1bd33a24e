package io.imbed.benchmarks.compare;

import java.util.List;

/**
 * What one process was measured at.
 *
 * @param version of the library that was running
 * @param processBytes that it grew by for each connection, its heap by what lives there
 * @param heapBytes of these, what lives in the heap; NaN where nobody can be asked for it
 * @param backSeconds from the cut of all connections until all were in their rooms again
 * @param backMicros of processor time, user and system, for each that came back
 */
record IdleFigures(String version, double processBytes, double heapBytes, double backSeconds, double backMicros) {
    /** By each figure apart. */
    static IdleFigures median(List<IdleFigures> all) {
        return new IdleFigures(
                all.get(0).version(),
                Figures.median(all, IdleFigures::processBytes),
                Figures.median(all, IdleFigures::heapBytes),
                Figures.median(all, IdleFigures::backSeconds),
                Figures.median(all, IdleFigures::backMicros));
    }
}
