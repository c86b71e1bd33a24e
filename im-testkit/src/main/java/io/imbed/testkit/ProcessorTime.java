package io.imbed.testkit;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** What threads have cost so far, whatever else the machine is doing. Threads: any. */
public final class ProcessorTime {
    private ProcessorTime() {}

    /** Of all threads of this process whose name begins so; those that have ended do not count. */
    public static Duration ofThreads(String namePrefix) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Duration.ofNanos(Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(namePrefix))
                .mapToLong(thread -> Math.max(0, threads.getThreadCpuTime(thread.getId())))
                .sum());
    }
}
