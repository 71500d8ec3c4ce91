// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.program;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A program with all that it starts: where the system has `setsid`, each program leads a session
/// and a group, which is killed as one. What has left the group but holds the program's output open
/// is found by that (Linux).
final class ProcessGroup {
    private static final Optional<Path> SETSID =
            Stream.of("/usr/bin/setsid", "/bin/setsid")
                    .map(Path::of)
                    .filter(Files::isExecutable)
                    .findFirst();
    private static final int SIGKILL = 9;

    private final Process process;
    private final Set<String> pipes;

    private ProcessGroup(Process process, Set<String> pipes) {
        this.process = process;
        this.pipes = pipes;
    }

    /// What starts a command in a group of its own.
    static List<String> command(List<String> command) {
        if (SETSID.isEmpty() || Kill.FUNCTION.isEmpty()) {
            return command;
        }
        List<String> words = new ArrayList<>(command.size() + 1);
        words.add(SETSID.get().toString());
        words.addAll(command);
        return words;
    }

    static ProcessGroup of(Process process) {
        Set<String> pipes = new HashSet<>();
        pipe(process.pid(), "1").ifPresent(pipes::add);
        pipe(process.pid(), "2").ifPresent(pipes::add);
        return new ProcessGroup(process, pipes);
    }

    /// What a descriptor leads to, such as `pipe:[12345]`.
    private static Optional<String> pipe(long process, String descriptor) {
        try {
            String target =
                    Files.readSymbolicLink(Path.of("/proc/" + process + "/fd/" + descriptor))
                            .toString();
            return target.startsWith("pipe:") ? Optional.of(target) : Optional.empty();
        } catch (IOException | UnsupportedOperationException notThere) {
            return Optional.empty();
        }
    }

    /// Everything in the group. Harmless when nothing is left.
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.toHandle().destroyForcibly(); // the process itself would close its streams unread
        if (SETSID.isPresent() && !isTaken()) {
            Kill.FUNCTION.ifPresent(function -> Kill.group(function, process.pid()));
        }
    }

    /// The number of the leader, which is dead, has been given to another process: the group is
    /// gone.
    private boolean isTaken() {
        return !process.isAlive() && ProcessHandle.of(process.pid()).isPresent();
    }

    /// What holds the program's output open although the group is gone.
    void killHolders() {
        if (!pipes.isEmpty()) {
            ProcessHandle.allProcesses()
                    .filter(each -> each.pid() != ProcessHandle.current().pid())
                    .filter(each -> holds(each.pid()))
                    .forEach(ProcessHandle::destroyForcibly);
        }
    }

    private boolean holds(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors.anyMatch(each ->
                    pipe(pid, each.getFileName().toString()).filter(pipes::contains).isPresent());
        } catch (IOException | java.io.UncheckedIOException goneOrNotOurs) {
            return false;
        }
    }

    /// `kill(2)`: Java can signal a process, not a group.
    private static final class Kill {
        private static final Optional<MethodHandle> FUNCTION = find();

        @SuppressWarnings("restricted") // one call with two numbers
        private static Optional<MethodHandle> find() {
            Linker linker = Linker.nativeLinker();
            return linker.defaultLookup()
                    .find("kill")
                    .map(address ->
                            linker.downcallHandle(
                                    address,
                                    FunctionDescriptor.of(
                                            ValueLayout.JAVA_INT,
                                            ValueLayout.JAVA_INT,
                                            ValueLayout.JAVA_INT)));
        }

        /// An answer that there is no such group says that all is well.
        private static void group(MethodHandle function, long leader) {
            try {
                int ignored = (int) function.invokeExact((int) -leader, SIGKILL);
            } catch (Throwable impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
