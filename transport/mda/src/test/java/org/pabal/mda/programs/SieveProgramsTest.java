// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.mailbox.StagedMessage;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.mda.programs.Programs.Ended;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.SieveMessage;
import org.pabal.sieve.Surroundings.Input;
import org.pabal.storage.BlobReader;
import org.pabal.storage.testing.FakeStorage;

final class SieveProgramsTest {
    private static final RunFor MAIL =
            new RunFor(
                    Address.of("bob@d.example"),
                    "/home/bob",
                    ReversePath.NULL,
                    Address.of("bob@d.example"),
                    "info@d.example");
    private static final Input NONE = new Input.None();

    private final FakeStorage storage = new FakeStorage();
    private final StoredMailboxes mailboxes =
            new StoredMailboxes(
                    storage, () -> Instant.parse("2026-03-01T12:00:00Z"), MailboxConfig.defaults());
    private final List<List<String>> commands = new ArrayList<>();
    private final List<String> inputs = new ArrayList<>();
    private Ended ended = new Ended.Exited(0, "");
    private byte[] writes = {};

    @TempDir private Path folder;

    private Path directory() {
        return folder.resolve("programs");
    }

    @BeforeEach
    void aProgram() throws IOException {
        Files.createDirectory(directory());
        permit(directory(), "rwxr-xr-x");
        permit(Files.createFile(directory().resolve("ok")), "rwxr-xr-x");
    }

    private static void permit(Path file, String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private SievePrograms programs(Programs runner) {
        return new SievePrograms(
                runner,
                new ProgramsConfig(Optional.of(directory()), Duration.ofMillis(50), "/bin"),
                mailboxes,
                1_000);
    }

    private SievePrograms programs() {
        return programs((command, environment, input, output, limit) -> {
            commands.add(command);
            assertThat(environment)
                    .isEqualTo(
                            Map.of(
                                    "HOME", "/home/bob",
                                    "USER", "bob@d.example",
                                    "SENDER", "",
                                    "RECIPIENT", "bob@d.example",
                                    "ORIG_RECIPIENT", "info@d.example",
                                    "PATH", "/bin",
                                    "LANG", "C.UTF-8"));
            try (InputStream in = input.open()) {
                inputs.add(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
            for (int at = 0; at < writes.length; at += 3) { // pieces cut line ends
                int length = Math.min(3, writes.length - at);
                byte[] piece = new byte[3];
                System.arraycopy(writes, at, piece, 0, length);
                output.take(piece, length);
            }
            return ended;
        });
    }

    private Optional<byte[]> execute(String program, String... arguments) {
        return programs().execute(MAIL, program, List.of(arguments), NONE);
    }

    /// THREATS V09
    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../bin/sh",
                "/bin/sh",
                "a/b",
                "ok/",
                "",
                ".",
                "..",
                ".hidden",
                "none",
                "o\nk",
                "o\0k",
                "out",
                "folder",
                "unfit",
                "ofGroup",
                "ofOthers"
            })
    void onlyAPlainNameOfTheDirectoryRuns(String name) throws IOException {
        Files.createSymbolicLink(directory().resolve("out"), Path.of("/bin/sh"));
        Files.createDirectory(directory().resolve("folder"));
        permit(Files.createFile(directory().resolve("unfit")), "rw-r--r--");
        permit(Files.createFile(directory().resolve("ofGroup")), "rwxrwxr-x");
        permit(Files.createFile(directory().resolve("ofOthers")), "rwxr-xrwx");
        assertThat(execute(name)).isEmpty();
        assertThat(commands).isEmpty();
    }

    /// THREATS V09
    @Test
    void aDirectoryThatOthersCanChangeHasNoPrograms() throws IOException {
        assertThat(execute("ok")).isPresent();
        permit(directory(), "rwxrwxr-x");
        assertThat(execute("ok")).isEmpty();
        assertThat(commands).hasSize(1);
    }

    @Test
    void aLinkWithinTheDirectoryIsFine() throws IOException {
        Files.createSymbolicLink(directory().resolve("link"), Path.of("ok"));
        assertThat(execute("link")).isPresent();
        assertThat(commands)
                .containsExactly(List.of(directory().toRealPath().resolve("ok").toString()));
    }

    /// THREATS V10
    @Test
    void argumentsAreOneEachAndHaveNoLineEnds() throws IOException {
        assertThat(execute("ok", "; id", "$(id)", "--option", "안녕", "")).isPresent();
        assertThat(commands.getFirst().subList(1, 6))
                .containsExactly("; id", "$(id)", "--option", "안녕", "");
        for (String argument : List.of("a\nb", "a\rb", "a\0b", "x".repeat(70_000))) {
            assertThat(execute("ok", argument)).isEmpty();
        }
        assertThat(commands).hasSize(1);
    }

    /// THREATS V11
    @Test
    void aResultIsCutAtOneMebibyte() {
        writes = new byte[1_500_000];
        assertThat(execute("ok").orElseThrow()).hasSize(1 << 20);
    }

    @Test
    void noResultOfWhatFails() {
        for (Ended each :
                List.of(
                        new Ended.Exited(1, "no"),
                        new Ended.TookTooLong(),
                        new Ended.NotStarted("gone"))) {
            ended = each;
            assertThat(execute("ok")).isEmpty();
        }
    }

    @Test
    void whatItReads() {
        programs().execute(MAIL, "ok", List.of(), new Input.Text("a\n안"));
        programs().execute(MAIL, "ok", List.of(), new Input.Message(message("A: b\r\n\r\nc\r\n")));
        execute("ok");
        assertThat(inputs).containsExactly("a\n\u00ec\u0095\u0088", "A: b\n\nc\n", "");
    }

    private Optional<String> filter(String written) {
        writes = written.getBytes(StandardCharsets.ISO_8859_1);
        return programs()
                .filter(MAIL, message("A: b\r\n\r\nc\r\n"), "ok", List.of())
                .map(this::content);
    }

    @Test
    void aFilterWritesAMessageAnew() {
        assertThat(filter("A: b\nX: y\n\nc\n")).contains("A: b\r\nX: y\r\n\r\nc\r\n");
        assertThat(filter("A: b\r\n\r\nc\r\n")).contains("A: b\r\n\r\nc\r\n");
        assertThat(filter("A: b\n\nc")).contains("A: b\r\n\r\nc\r\n");
        assertThat(filter("A: b\n\nc\rd\r\r\ne\n\n"))
                .contains("A: b\r\n\r\nc\r\nd\r\n\r\ne\r\n\r\n");
        assertThat(inputs).containsOnly("A: b\n\nc\n");
    }

    @Test
    void whatIsNoMessageIsNotTaken() {
        assertThat(filter("")).isEmpty();
        assertThat(filter("A: b\n\n\0\n")).isEmpty();
        assertThat(filter("A: b\n\n" + "x".repeat(1_000))).isEmpty();
        ended = new Ended.Exited(1, "");
        assertThat(filter("A: b\n\nc\n")).isEmpty();
    }

    /// THREATS V11
    @Test
    void sixteenRunAtATime() throws Exception {
        CountDownLatch running = new CountDownLatch(16);
        CountDownLatch end = new CountDownLatch(1);
        SievePrograms programs =
                programs((command, environment, input, output, limit) -> {
                    running.countDown();
                    await(end);
                    return ended;
                });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            threads.add(
                    Thread.ofVirtual().start(() -> programs.execute(MAIL, "ok", List.of(), NONE)));
        }
        running.await();
        assertThatThrownBy(() -> programs.execute(MAIL, "ok", List.of(), NONE))
                .isInstanceOf(UnavailableException.class);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(programs.execute(MAIL, "ok", List.of(), NONE)).isPresent();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private String content(StagedMessage message) {
        try (BlobReader blob = storage.openBlob(message.blob().id())) {
            byte[] octets = new byte[(int) blob.size()];
            blob.read(0, octets, 0, octets.length);
            return new String(octets, StandardCharsets.ISO_8859_1);
        }
    }

    private static SieveMessage message(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        return new SieveMessage() {
            @Override
            public ScannedMessage scan() {
                MessageScanner scanner = new MessageScanner();
                scanner.write(octets, 0, octets.length);
                return scanner.finish();
            }

            @Override
            public long octets() {
                return octets.length;
            }

            @Override
            public int read(long position, byte[] into, int offset, int length) {
                int count = (int) Math.max(0, Math.min(length, octets.length - position));
                System.arraycopy(octets, (int) position, into, offset, count);
                return count;
            }
        };
    }
}
