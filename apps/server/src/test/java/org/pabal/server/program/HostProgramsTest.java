// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.mda.programs.Programs.Ended;
import org.pabal.mda.programs.Programs.Input;
import org.pabal.mda.programs.Programs.Output;

/// Real programs: shell scripts in files.
class HostProgramsTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir private Path folder;
    @TempDir private Path temporary;

    private List<String> script(String text, String... arguments) throws IOException {
        Path file = folder.resolve("program");
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        List<String> command = new java.util.ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static Input text(String text) {
        return () -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private Ended run(List<String> command, String input, Duration limit) throws IOException {
        return run(command, text(input), Output.IGNORED, limit);
    }

    private Ended run(List<String> command, Input input, Output output, Duration limit)
            throws IOException {
        Map<String, String> environment = Map.of("SENDER", "a@x", "PATH", "/usr/bin:/bin");
        return new HostPrograms(temporary).run(command, environment, input, output, limit);
    }

    @Test
    void argumentsArriveAsTheyAreAndTheEnvironmentIsOurs() throws Exception {
        Path out = folder.resolve("out");
        List<String> command =
                script(
                        "{ cat; printf '%s|' \"$@\"; env | grep -c HOME; echo $SENDER; } > " + out,
                        "$(id)",
                        "a b",
                        "; ls");
        assertThat(run(command, "the message\n", LONG)).isEqualTo(new Ended.Exited(0, ""));
        assertThat(Files.readString(out)).isEqualTo("the message\n$(id)|a b|; ls|0\na@x\n");
    }

    @Test
    void theFirstLineOfTheOutputAndTheExitCodeAreTold() throws Exception {
        assertThat(
                        run(
                                script("cat >/dev/null; echo 5.1.1 nobody >&2; echo more; exit 67"),
                                "x",
                                LONG))
                .isEqualTo(new Ended.Exited(67, "5.1.1 nobody"));
    }

    @Test
    void aProgramThatReadsNothingAndOneThatWritesALotAreFine() throws Exception {
        String large = "x".repeat(2_000_000);
        assertThat(run(script("exit 0"), large, LONG)).isEqualTo(new Ended.Exited(0, ""));
        assertThat(run(script("head -c 3000000 /dev/zero; cat >/dev/null"), large, LONG))
                .isInstanceOf(Ended.Exited.class);
    }

    @Test
    void whoTakesTooLongIsKilledWithAllThatItStarted() throws Exception {
        Path pid = folder.resolve("pid");
        List<String> command = script("sleep 300 & echo $! > " + pid + "; wait");
        assertThat(run(command, "x", Duration.ofMillis(700))).isEqualTo(new Ended.TookTooLong());
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(child ->
                        assertThat(child.onExit().orTimeout(10, TimeUnit.SECONDS).join())
                                .isNotNull());
    }

    @Test
    void whatIsNotThereIsNotStarted() throws Exception {
        assertThat(run(List.of(folder.resolve("none").toString()), "", LONG))
                .isInstanceOf(Ended.NotStarted.class);
    }

    @Test
    void aMessageThatCannotBeReadIsNotTakenForAWholeOne() throws Exception {
        Path out = folder.resolve("out");
        List<String> command = script("cat > /dev/null; echo whole > " + out);
        Input broken =
                () ->
                        new InputStream() {
                            private int left = 10;

                            @Override
                            public int read() throws IOException {
                                if (left-- <= 0) {
                                    throw new IOException("the store is away");
                                }
                                return 'x';
                            }
                        };
        assertThatThrownBy(() -> run(command, broken, Output.IGNORED, LONG))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the store is away");
        assertThat(out).doesNotExist();
    }

    @Test
    void whatAProgramLeavesRunningDoesNotHoldTheMail() throws Exception {
        Ended ended = run(script("cat >/dev/null; sleep 5 & exit 0"), "x", LONG);
        assertThat(ended).isEqualTo(new Ended.Exited(0, ""));
    }

    /// THREATS V11
    @Test
    void whatIsLeftRunningEndsWithTheProgram() throws Exception {
        Path pid = folder.resolve("pid");
        Ended ended = run(script("sleep 300 & echo $! > " + pid + "; exit 0"), "x", LONG);
        assertThat(ended).isEqualTo(new Ended.Exited(0, ""));
        assertEnds(pid);
    }

    /// THREATS V11: a daemon that has left the group and holds our pipe.
    @Test
    void whatHasLeftTheGroupWithOurPipeInItsHandsIsFound() throws Exception {
        Path pid = folder.resolve("pid");
        String daemon = "setsid sh -c 'echo $$ > " + pid + "; sleep 300' &";
        Ended ended = run(script(daemon + " while [ ! -s " + pid + " ]; do :; done"), "x", LONG);
        assertThat(ended).isEqualTo(new Ended.Exited(0, ""));
        assertEnds(pid);
    }

    /// THREATS V11
    @Test
    void noDescriptorAndNoFileIsLeft() throws Exception {
        run(script("cat"), "warm up", LONG);
        long before = descriptors();
        for (int i = 0; i < 20; i++) {
            run(script("cat; sleep 300 & exit 3"), "x", LONG);
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
        assertThat(temporary).isEmptyDirectory();
    }

    private static long descriptors() throws IOException {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    private static void assertEnds(Path pid) throws IOException {
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(left ->
                        assertThat(left.onExit().orTimeout(10, TimeUnit.SECONDS).join())
                                .isNotNull());
    }

    @Test
    void theOutputIsHandedOnWhole() throws Exception {
        long[] taken = new long[1];
        Output output = (octets, length) -> taken[0] += length;
        Ended ended =
                run(script("head -c 30000000 /dev/zero; exit 7"), Input.NOTHING, output, LONG);
        assertThat(ended).isInstanceOf(Ended.Exited.class);
        assertThat(taken[0]).isEqualTo(30_000_000);
    }

    @Test
    void whatAStopHasLeftIsRemoved() throws Exception {
        Files.createFile(temporary.resolve("program-123"));
        new HostPrograms(temporary);
        assertThat(temporary).isEmptyDirectory();
    }
}
