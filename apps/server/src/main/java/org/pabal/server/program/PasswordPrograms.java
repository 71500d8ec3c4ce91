// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.program;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.checkpassword.PasswordProgram;
import org.pabal.mda.programs.Programs;

/// Runs programs that read a password from descriptor 3, each in a group of its own that ends with
/// it. Java gives a process three descriptors: a shell with fixed text turns the standard input into
/// the fourth, and nothing of a log-in ever is in a command line, in the environment or in a file.
public final class PasswordPrograms implements PasswordProgram {
    private static final List<String> FOURTH =
            List.of("/bin/sh", "-c", "exec 3<&0 </dev/null; exec \"$@\"", "checkpassword");
    private static final int MAX_OUTPUT = 4 * 1024;

    @Override
    public Optional<Ended> run(
            List<String> command, Map<String, String> environment, byte[] input, Duration limit)
            throws IOException {
        if (!Files.isExecutable(Path.of(command.getFirst()))) {
            throw new IOException("there is no such program, or it may not be run");
        }
        List<String> words = new ArrayList<>(FOURTH);
        words.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(ProcessGroup.command(words)).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        give(process, input);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Programs.Ended ended =
                HostPrograms.attend(
                        process,
                        (octets, length) ->
                                output.write(
                                        octets, 0, Math.min(length, MAX_OUTPUT - output.size())),
                        limit);
        return switch (ended) {
            case Programs.Ended.Exited(var status, _) ->
                    Optional.of(new Ended(status, output.toString(StandardCharsets.UTF_8)));
            case Programs.Ended.TookTooLong _ -> Optional.empty();
            case Programs.Ended.NotStarted(var reason) -> throw new IOException(reason);
        };
    }

    /// It fits into the pipe: nobody waits for a program that reads nothing.
    private static void give(Process process, byte[] input) {
        try (OutputStream descriptor = process.getOutputStream()) {
            descriptor.write(input);
        } catch (IOException notRead) {
            // its exit status says what it thinks
        }
    }
}
