// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks.spam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program of a peer's: found or not, run with its input and output in files, its CPU time known.
final class PeerProcess {
    private static final int TICKS_PER_SECOND = 100; // USER_HZ of every Linux

    private PeerProcess() {}

    /// Whether a program is installed.
    static boolean isThere(String program) {
        return Stream.of("/usr/bin", "/usr/sbin", "/bin")
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /// @return standard output; what it says to standard error is left out
    static String run(List<String> command, byte[] input) throws IOException, InterruptedException {
        Path in = Files.createTempFile("peer", ".in");
        Path out = Files.createTempFile("peer", ".out");
        try {
            Files.write(in, input);
            Process process =
                    new ProcessBuilder(command)
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!process.waitFor(10, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " does not end");
            }
            return new String(Files.readAllBytes(out), java.nio.charset.StandardCharsets.UTF_8);
        } finally {
            Files.delete(in);
            Files.delete(out);
        }
    }

    /// A folder in which every user may write, as peers run as others.
    static Path openFolder(String name) throws IOException {
        Path folder = Files.createTempDirectory("pabal-" + name);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return folder;
    }

    /// The mails as files of a folder, which is emptied first.
    static Path files(Path folder, List<CorpusMail> mails) throws IOException {
        delete(folder);
        Files.createDirectories(folder);
        for (int i = 0; i < mails.size(); i++) {
            Files.write(folder.resolve(fileName(i)), mails.get(i).octets());
        }
        return folder;
    }

    static String fileName(int number) {
        return String.format(Locale.ROOT, "%06d.eml", number);
    }

    static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    /// Whether a peer is ready.
    interface Ready {
        boolean isIt() throws InterruptedException;
    }

    static void await(String name, Process process, Ready ready)
            throws IOException, InterruptedException {
        for (int i = 0; i < 240; i++) {
            if (!process.isAlive()) {
                throw new IOException(name + " ended with " + process.exitValue());
            }
            if (ready.isIt()) {
                return;
            }
            process.waitFor(250, TimeUnit.MILLISECONDS);
        }
        process.destroyForcibly();
        throw new IOException(name + " does not answer");
    }

    /// With its children.
    static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        children.forEach(ProcessHandle::destroy);
        process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /// Of a process and those that it started, the ended ones among them included.
    static long cpuNanos(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                        .mapToLong(PeerProcess::ticks)
                        .sum()
                * (1_000_000_000L / TICKS_PER_SECOND);
    }

    /// `utime stime cutime cstime` of proc(5): fields 14 to 17.
    private static long ticks(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int field = 14; field <= 17; field++) {
                ticks += Long.parseLong(fields[field - 3]);
            }
            return ticks;
        } catch (IOException gone) {
            return 0;
        }
    }
}
