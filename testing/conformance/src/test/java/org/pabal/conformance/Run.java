// SPDX-License-Identifier: Apache-2.0
package org.pabal.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a program that others wrote, bounded in time.
final class Run {
    /// What ends only when something hangs: the longest runs of the pages take two minutes on a busy
    /// machine.
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<String> command;
    private byte[] input = {};
    private Path folder = Path.of(".");

    private Run(List<String> command) {
        this.command = command;
    }

    /// @param output standard output and standard error together
    record Result(List<String> command, int exitCode, byte[] octets) {
        String output() {
            return new String(octets, StandardCharsets.UTF_8);
        }

        Result mustSucceed() {
            if (exitCode != 0) {
                throw new AssertionError(
                        "exit code "
                                + exitCode
                                + " of "
                                + String.join(" ", command)
                                + "\n"
                                + output());
            }
            return this;
        }
    }

    static Run command(String... command) {
        return new Run(List.of(command));
    }

    static Run command(List<String> command) {
        return new Run(command);
    }

    /// False when the program is not installed: its tests are left out, which the runner says.
    static boolean has(String program) {
        return Arrays.stream((System.getenv("PATH") + ":/usr/sbin").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    Run input(byte[] octets) {
        this.input = octets;
        return this;
    }

    Run in(Path folder) {
        this.folder = folder;
        return this;
    }

    Result run() throws IOException, InterruptedException {
        Path output = Files.createTempFile("run", ".out");
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile());
            builder.environment().put("LANG", "C.UTF-8");
            // Some look their own host's name up first, which takes long where nobody answers.
            builder.environment().put("RES_OPTIONS", "timeout:1 attempts:1");
            builder.environment().put("HOME", folder.toAbsolutePath().toString());
            builder.environment().keySet().removeIf(name -> name.startsWith("PABAL_"));
            Process process = builder.start();
            try (var stream = process.getOutputStream()) {
                stream.write(input);
            } catch (IOException gone) {
                // It ended without reading: its exit code tells.
            }
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "no end within "
                                + PATIENCE.toSeconds()
                                + " seconds: "
                                + command
                                + "\n"
                                + Files.readString(output, StandardCharsets.ISO_8859_1));
            }
            return new Result(command, process.exitValue(), Files.readAllBytes(output));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
