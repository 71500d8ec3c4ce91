// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Counts the syncs of a server with strace, in a run of its own since tracing slows it.
final class SyncCount implements AutoCloseable {
    private final Process strace;
    private final Path trace;

    private SyncCount(Process strace, Path trace) {
        this.strace = strace;
        this.trace = trace;
    }

    static SyncCount attach(ProcessGroup group, Path folder)
            throws IOException, InterruptedException {
        Path trace = Files.createTempFile(folder, "syncs", ".trace");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "strace",
                                "-f",
                                "-qq",
                                "-e",
                                "trace=fsync,fdatasync,msync,sync_file_range",
                                "-e",
                                "signal=none",
                                "-o",
                                trace.toString()));
        for (String pid : group.processes()) {
            command.add("-p");
            command.add(pid);
        }
        Process strace = new ProcessBuilder(command).inheritIO().start();
        Thread.sleep(1_000); // until it is attached to all of them
        return new SyncCount(strace, trace);
    }

    long count() throws IOException {
        try (Stream<String> lines = Files.lines(trace)) {
            return lines.filter(line -> line.contains("sync") && !line.contains("resumed")).count();
        }
    }

    @Override
    public void close() throws InterruptedException {
        strace.destroy();
        strace.waitFor();
    }
}
