// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pabal.managesieve.ManageSieveConfig.LoginSecurity;
import org.pabal.wire.testing.ScriptedConnection;

/// Any octets, cut anywhere: the grammar gives a command and the session an answer, in bounded time,
/// and nothing escapes (THREATS V01, V02, V04).
///
/// The build plays a few thousand. For more: `-Dpabal.fuzz=1000000`, and `-Dpabal.fuzz.seed=…` to see
/// one again.
@Timeout(value = 3600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
    private static final int ROUNDS = Integer.getInteger("pabal.fuzz", 4000);
    private static final long FIRST_SEED = Long.getLong("pabal.fuzz.seed", 1);
    private static final long SLOW_NANOS = Duration.ofSeconds(5).toNanos();
    private static final String LOGIN = "AUTHENTICATE \"PLAIN\" \"AGFsaWNlAHNlY3JldA==\"\r\n";

    private static final String[] COMMANDS = {
        LOGIN,
        "AUTHENTICATE \"LOGIN\"\r\n\"YWxpY2U=\"\r\n\"c2VjcmV0\"\r\n",
        "AUTHENTICATE \"SCRAM-SHA-256\" \"biwsbj1hbGljZSxyPWFiYw==\"\r\n\"*\"\r\n",
        "STARTTLS\r\n",
        "LOGOUT\r\n",
        "CAPABILITY\r\n",
        "HAVESPACE \"main\" 1000\r\n",
        "PUTSCRIPT \"main\" {5+}\r\nkeep;\r\n",
        "PUTSCRIPT {4+}\r\nmain \"error\"\r\n",
        "LISTSCRIPTS\r\n",
        "SETACTIVE \"main\"\r\n",
        "SETACTIVE \"\"\r\n",
        "GETSCRIPT \"main\"\r\n",
        "DELETESCRIPT \"main\"\r\n",
        "RENAMESCRIPT \"main\" \"other\"\r\n",
        "CHECKSCRIPT \"warning\"\r\n",
        "NOOP \"tag\"\r\n",
        "UNAUTHENTICATE\r\n",
    };

    private static final String[] DICTIONARY = {
        "\0",
        "\r",
        "\n",
        "\r\n",
        "{0+}\r\n",
        "{3+}\r\nabc",
        "{3}\r\nabc",
        "{99999999999999999999+}\r\n",
        "{4294967296+}\r\n",
        "\"",
        "\\",
        "\\\"",
        " ",
        "  ",
        "*",
        "../",
        "\u00ff",
        "\u00ec\u0098\u00a4",
        "\u00c0\u0080",
        "4294967296",
        "-1",
        "00",
        "{",
        "}",
        "+}",
        "=",
        "====",
        "\u007f",
        "()",
    };

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] mutated(Random random) {
        byte[] octets = latin1(COMMANDS[random.nextInt(COMMANDS.length)]);
        for (int i = random.nextInt(4); i > 0; i--) {
            octets = mutated(octets, random);
        }
        return octets;
    }

    private static byte[] mutated(byte[] octets, Random random) {
        int at = random.nextInt(octets.length + 1);
        return switch (random.nextInt(5)) {
            case 0 -> Arrays.copyOf(octets, at);
            case 1 -> joined(octets, at, latin1(DICTIONARY[random.nextInt(DICTIONARY.length)]), at);
            case 2 -> {
                byte[] changed = octets.clone();
                if (changed.length > 0) {
                    changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
                }
                yield changed;
            }
            case 3 -> {
                int end = at + random.nextInt(Math.min(12, octets.length - at + 1));
                yield joined(octets, at, new byte[0], end);
            }
            default -> {
                int end = at + random.nextInt(Math.min(30, octets.length - at + 1));
                byte[] again = Arrays.copyOfRange(octets, at, end);
                ByteArrayOutputStream many = new ByteArrayOutputStream();
                for (int i = random.nextInt(400); i > 0; i--) {
                    many.writeBytes(again);
                }
                yield joined(octets, at, many.toByteArray(), at);
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
            byte[] octets = mutated(new Random(seed));
            try {
                assertThat(ManageSieveParser.parse(octets)).isNotNull();
                assertThat(ManageSieveParser.string(octets)).isNotNull();
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + shown(octets), e);
            }
        }
    }

    @Test
    void everySessionIsAnsweredToItsEnd() throws Exception {
        ManageSieveConfig config =
                ManageSieveConfig.defaults().withLoginSecurity(LoginSecurity.CLEARTEXT_ALLOWED);
        try (ManageSieveStage stage = new ManageSieveStage()) {
            ManageSieveServices services = stage.services();
            for (long seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++) {
                play(seed, config, services);
                assertThat(stage.sessions.enter(stage.directory.account("alice").id(), END))
                        .as("seed " + seed + ": a session left its place")
                        .isTrue();
                stage.sessions.leave(stage.directory.account("alice").id(), END);
            }
        }
    }

    private static final Runnable END = () -> {};

    private static void play(long seed, ManageSieveConfig config, ManageSieveServices services) {
        byte[] script = script(new Random(seed));
        ScriptedConnection connection = new ScriptedConnection(script);
        long begin = System.nanoTime();
        try {
            new ManageSieveSession(connection, config, services).run();
        } catch (IOException e) {
            // The client left within something, or went on as nobody may.
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + ": " + shown(script), e);
        }
        assertThat(System.nanoTime() - begin).as("seed " + seed).isLessThan(SLOW_NANOS);
        String output = connection.output();
        assertThat(output).as("seed " + seed + ": " + shown(script)).doesNotContain("Our fault");
        assertThat(output).as("seed " + seed).startsWith("\"IMPLEMENTATION\"");
    }

    /// Some before log-in, some behind it, and the end anywhere.
    private static byte[] script(Random random) {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        if (random.nextInt(4) > 0) {
            script.writeBytes(latin1(LOGIN));
        }
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            script.writeBytes(mutated(random));
        }
        byte[] all = script.toByteArray();
        return random.nextInt(4) == 0 ? Arrays.copyOf(all, random.nextInt(all.length + 1)) : all;
    }

    private static String shown(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1)
                .replace("\r", "\\r")
                .replace("\n", "\\n")
                .replace("\0", "\\0");
    }
}
