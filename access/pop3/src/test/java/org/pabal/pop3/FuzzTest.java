// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.pop3.Pop3Config.LoginSecurity;
import org.pabal.wire.testing.ScriptedConnection;

/// Any octets, cut anywhere: the parser gives a command and the session an answer, in bounded time,
/// and nothing escapes.
///
/// The build plays a few thousand. For more: `-Dpabal.fuzz=1000000`, and `-Dpabal.fuzz.seed=…` to see
/// one again.
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("pabal.fuzz", 4000);
    private static final long FIRST_SEED = Long.getLong("pabal.fuzz.seed", 1);
    private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();
    private static final int MESSAGES = 5;

    private static final String[] COMMANDS = {
        "USER alice",
        "PASS secret word",
        "APOP alice c4c9334bac560ecc979e58001b3e22fb",
        "AUTH",
        "AUTH PLAIN AGFsaWNlAHNlY3JldCB3b3Jk",
        "AUTH PLAIN =",
        "AUTH LOGIN\r\nYWxpY2U=\r\nc2VjcmV0IHdvcmQ=",
        "AUTH SCRAM-SHA-256 biwsbj1hbGljZSxyPXg=\r\nYz1iaXdz",
        "AUTH PLAIN\r\n*",
        "STLS",
        "UTF8",
        "CAPA",
        "LANG",
        "LANG ko",
        "LANG *",
        "STAT",
        "LIST",
        "LIST 2",
        "UIDL",
        "UIDL 3",
        "RETR 1",
        "RETR 5",
        "TOP 2 3",
        "TOP 1 0",
        "DELE 1",
        "DELE 4",
        "RSET",
        "LAST",
        "NOOP",
        "QUIT",
        "XTND XMIT",
        "GET / HTTP/1.1"
    };

    private static final String[] DICTIONARY = {
        "\0",
        "\r",
        "\n",
        "\r\n",
        " ",
        "  ",
        "\t",
        "-1",
        "0",
        "4294967296",
        "18446744073709551617",
        "=",
        "*",
        ".",
        "<",
        "%s",
        "%n$d",
        "\u00ff",
        "\u00ec\u0095\u0084",
        "\u00c0\u0080",
        "A".repeat(300),
        "A".repeat(13_000)
    };

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mutated(Random random) {
        byte[] octets = latin1(COMMANDS[random.nextInt(COMMANDS.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            octets = mutation(random, octets);
        }
        return octets;
    }

    private static byte[] mutation(Random random, byte[] octets) {
        int at = random.nextInt(octets.length + 1);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(octets, at);
            case 1 -> joined(octets, at, latin1(DICTIONARY[random.nextInt(DICTIONARY.length)]), at);
            case 2 -> joined(octets, at, latin1(COMMANDS[random.nextInt(COMMANDS.length)]), at);
            case 3 -> joined(octets, at, new byte[0], Math.min(octets.length, at + 1));
            default -> {
                byte[] changed = octets.clone();
                if (at < changed.length) {
                    changed[at] = (byte) random.nextInt(256);
                }
                yield changed;
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
        for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS * 20L; seed++) {
            Random random = new Random(seed);
            byte[] octets = mutated(random);
            if (random.nextInt(10) == 0) {
                random.nextBytes(octets);
            }
            try {
                Pop3Command command = Pop3Parser.parse(octets);
                assertThat(command.toString()).isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + shown(octets), e);
            }
        }
    }

    @Test
    void everySessionIsAnsweredToItsEndAndDeletesAtQuitOnly() throws Exception {
        Pop3Config config =
                Pop3Config.defaults().withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED);
        try (Pop3Stage stage = new Pop3Stage()) {
            Pop3Services services = stage.services();
            for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
                int there = Pop3Stage.inbox(stage.account("alice")).count();
                if (there < MESSAGES) {
                    stage.fill("alice", MESSAGES - there);
                    there = MESSAGES;
                }
                String output = play(seed, config, services);
                int gone = there - Pop3Stage.inbox(stage.account("alice")).count();
                if (gone > 0) {
                    assertThat(output)
                            .as("seed " + seed)
                            .containsPattern("\\+OK [^\r]*" + gone + "[^\r]*\r\n$");
                }
            }
        }
    }

    private String play(long seed, Pop3Config config, Pop3Services services) {
        byte[] script = script(new Random(seed));
        ScriptedConnection connection = new ScriptedConnection(script);
        long begin = System.nanoTime();
        try {
            new Pop3Session(connection, config, services).run();
        } catch (IOException e) {
            // The client left within something, or went on as nobody may.
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + shown(script), e);
        }
        assertThat(System.nanoTime() - begin).as("seed " + seed).isLessThan(SLOW_NANOS);
        String output = connection.output();
        assertThat(output).as("seed " + seed + ": " + shown(script)).doesNotContain("Our fault");
        assertThat(output).as("seed " + seed).startsWith("+OK Pabal POP3 server ready\r\n");
        return output;
    }

    /// Some in each state, some commands in a row, and the end anywhere.
    private static byte[] script(Random random) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        if (random.nextInt(4) > 0) {
            script.writeBytes(latin1("USER alice\r\nPASS secret word\r\n"));
        }
        if (random.nextInt(4) == 0) {
            script.writeBytes(latin1("DELE 1\r\nDELE 3\r\n"));
        }
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            script.writeBytes(mutated(random));
            script.writeBytes(latin1("\r\n"));
        }
        if (random.nextInt(3) == 0) {
            script.writeBytes(latin1("QUIT\r\n"));
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
