// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.ImapConfig.LoginSecurity;
import org.pabal.imap.command.CommandTable;
import org.pabal.imap.command.TaggedCommand;
import org.pabal.imap.state.ImapServices;
import org.pabal.wire.testing.ScriptedConnection;

/// Any octets, cut anywhere: the grammar gives a command and the session an answer, in bounded time,
/// and nothing escapes (THREATS I03 to I06, I10 to I12, I19, I20, I23).
///
/// The build plays a few thousand. For more: `-Dpabal.fuzz=1000000`, and `-Dpabal.fuzz.seed=…` to see
/// one again.
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("pabal.fuzz", 4000);
    private static final long FIRST_SEED = Long.getLong("pabal.fuzz.seed", 1);
    private static final int SESSIONS_OF_A_STORE = 2000;
    private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();

    private static final String[] DICTIONARY = {
        "\0",
        "\r",
        "\n",
        "\r\n",
        "{0}\r\n",
        "{3+}\r\nabc",
        "{99999999999999999999}",
        "{4294967296+}\r\n",
        "~{2+}\r\nab",
        "\"",
        "\\",
        "(",
        ")",
        "((((((((((((",
        " ",
        "  ",
        "*",
        "%",
        "&",
        "&AA-",
        "$",
        "$,1",
        "4294967296",
        "18446744073709551616",
        "0",
        "*:1",
        "1:*",
        "NIL",
        "+",
        "=",
        "/",
        ".",
        "INBOX",
        "\u00ff",
        "\u00ec\u0098\u00a4",
        "\u00c0\u0080",
        "DONE",
        "a",
        "NOT ",
        "OR ",
        "[",
        "]",
        "<0.1>",
        "BODY[",
        "UID ",
        "RETURN (",
        "CHARSET "
    };

    private final List<byte[]> corpus = corpus();

    private static List<byte[]> corpus() {
        try {
            List<byte[]> all = new ArrayList<>();
            for (String line : Files.readAllLines(Path.of("src/test/corpus/commands.txt"))) {
                if (!line.startsWith("#")) {
                    all.add(latin1(line.replace("\\r", "\r").replace("\\n", "\n")));
                }
            }
            return all;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private byte[] mutated(Random random) {
        byte[] octets = corpus.get(random.nextInt(corpus.size()));
        for (int i = random.nextInt(4); i > 0; i--) {
            octets = mutated(octets, random);
        }
        return octets;
    }

    private byte[] mutated(byte[] octets, Random random) {
        int at = random.nextInt(octets.length + 1);
        return switch (random.nextInt(7)) {
            case 0 -> Arrays.copyOf(octets, at);
            case 1 -> joined(octets, at, latin1(DICTIONARY[random.nextInt(DICTIONARY.length)]), at);
            case 2 -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int from = random.nextInt(other.length + 1);
                byte[] tail = Arrays.copyOfRange(other, from, other.length);
                yield joined(octets, at, tail, octets.length);
            }
            case 3 -> {
                byte[] changed = octets.clone();
                if (changed.length > 0) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                yield changed;
            }
            case 4 -> {
                int end = at + random.nextInt(Math.min(12, octets.length - at + 1));
                yield joined(octets, at, new byte[0], end);
            }
            case 5 -> {
                int end = at + random.nextInt(Math.min(30, octets.length - at + 1));
                byte[] again = Arrays.copyOfRange(octets, at, end);
                ByteArrayOutputStream many = new ByteArrayOutputStream();
                for (int i = random.nextInt(60); i > 0; i--) {
                    many.writeBytes(again);
                }
                yield joined(octets, at, many.toByteArray(), at);
            }
            default -> {
                byte[] space = octets.clone();
                for (int i = 0; i < space.length; i++) {
                    if (space[i] == ' ' && random.nextInt(6) == 0) {
                        space[i] = (byte) DICTIONARY[random.nextInt(DICTIONARY.length)].charAt(0);
                    }
                }
                yield space;
            }
        };
    }

    private static byte[] joined(byte[] octets, int headEnd, byte[] middle, int tailBegin) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(octets, 0, headEnd);
        all.writeBytes(middle);
        all.write(octets, tailBegin, octets.length - tailBegin);
        return all.toByteArray();
    }

    @Test
    void everythingIsACommand() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS * 10L; seed++) {
            byte[] octets = joined(latin1("a "), 2, mutated(new Random(seed)), 2);
            long begin = System.nanoTime();
            try {
                TaggedCommand command = CommandTable.parse(octets, 50);
                assertThat(command.tag()).isNotEmpty();
                assertThat(command.command().toString()).isNotNull();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + shown(octets), e);
            }
            assertThat(System.nanoTime() - begin).as("seed " + seed).isLessThan(SLOW_NANOS);
        }
    }

    @Test
    void everySessionIsAnsweredToItsEnd() throws Exception {
        ImapConfig config =
                ImapConfig.defaults()
                        .withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED)
                        .withSessionsPerAccount(1000);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed += SESSIONS_OF_A_STORE) {
            try (ImapStage stage = new ImapStage()) {
                stage.fill("INBOX", 5);
                ImapServices services = stage.services();
                long last = Math.min(seed + SESSIONS_OF_A_STORE, FIRST_SEED + ROUNDS);
                for (long one = seed; one < last; one++) {
                    play(one, config, services);
                }
            }
        }
    }

    private void play(long seed, ImapConfig config, ImapServices services) {
        byte[] script = script(new Random(seed));
        ScriptedConnection connection = new ScriptedConnection(script);
        long begin = System.nanoTime();
        try {
            new ImapSession(connection, config, services).run();
        } catch (IOException e) {
            // The client left within something, or went on as nobody may.
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + shown(script), e);
        }
        assertThat(System.nanoTime() - begin).as("seed " + seed).isLessThan(SLOW_NANOS);
        String output = connection.output();
        assertThat(output).as("seed " + seed + ": " + shown(script)).doesNotContain("SERVERBUG");
        assertThat(output).as("seed " + seed).startsWith("* OK [CAPABILITY ");
    }

    /// Some in each state, some commands in a row, and the end anywhere.
    private byte[] script(Random random) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        int state = random.nextInt(6);
        if (state > 0) {
            script.writeBytes(latin1("l LOGIN alice secret\r\n"));
        }
        if (state > 1) {
            script.writeBytes(latin1("s SELECT INBOX\r\n"));
        }
        if (state == 5) {
            script.writeBytes(latin1("e ENABLE IMAP4rev2 QRESYNC UTF8=ACCEPT\r\n"));
        }
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            script.writeBytes(latin1("t" + i + " "));
            script.writeBytes(mutated(random));
            script.writeBytes(latin1("\r\n"));
        }
        byte[] all = script.toByteArray();
        return random.nextInt(4) == 0 ? Arrays.copyOf(all, random.nextInt(all.length)) : all;
    }

    private static String shown(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
    }
}
