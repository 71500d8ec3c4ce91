// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A control group of the kernel: counts the CPU time of a server with all its processes, those
/// that come and go included. Needs root.
final class ProcessGroup implements AutoCloseable {
    private final Path folder;
    private final boolean unified;

    private ProcessGroup(Path folder, boolean unified) {
        this.folder = folder;
        this.unified = unified;
    }

    static ProcessGroup create(String name) throws IOException {
        Path old = Path.of("/sys/fs/cgroup/cpuacct");
        boolean unified = !Files.isDirectory(old);
        Path root = unified ? Path.of("/sys/fs/cgroup") : old;
        Path folder = root.resolve(name + "-" + ProcessHandle.current().pid());
        Files.createDirectories(folder);
        return new ProcessGroup(folder, unified);
    }

    /// The command, made to run inside the group with all that it starts.
    List<String> enter(List<String> command) {
        return java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "sh",
                                "-c",
                                "echo $$ > " + folder.resolve("cgroup.procs") + "; exec \"$@\"",
                                "sh"),
                        command.stream())
                .toList();
    }

    Duration cpu() throws IOException {
        if (!unified) {
            String nanos = Files.readString(folder.resolve("cpuacct.usage")).strip();
            return Duration.ofNanos(Long.parseLong(nanos));
        }
        for (String line : Files.readAllLines(folder.resolve("cpu.stat"))) {
            if (line.startsWith("usage_usec ")) {
                return Duration.ofNanos(Long.parseLong(line.substring(11)) * 1000);
            }
        }
        throw new IOException("no usage_usec in " + folder);
    }

    /// Resident memory of all processes in octets; shared pages count once for each.
    long residentOctets() throws IOException {
        long pages = 0;
        for (String pid : Files.readAllLines(folder.resolve("cgroup.procs"))) {
            try {
                pages +=
                        Long.parseLong(
                                Files.readString(Path.of("/proc", pid, "statm")).split(" ")[1]);
            } catch (IOException gone) {
                // It ended between the two reads.
            }
        }
        return pages * 4096;
    }

    /// Resident memory of all processes in octets; a page that n of them share counts 1/n for each.
    long proportionalOctets() throws IOException {
        long kib = 0;
        for (String pid : processes()) {
            try {
                for (String line : Files.readAllLines(Path.of("/proc", pid, "smaps_rollup"))) {
                    if (line.startsWith("Pss:")) {
                        kib += Long.parseLong(line.replaceAll("\\D", ""));
                    }
                }
            } catch (IOException gone) {
                // It ended between the two reads.
            }
        }
        return kib * 1024;
    }

    List<String> processes() throws IOException {
        return Files.readAllLines(folder.resolve("cgroup.procs"));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(folder);
    }
}
