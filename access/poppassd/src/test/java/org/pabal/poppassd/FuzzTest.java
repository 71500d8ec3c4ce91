// SPDX-License-Identifier: Apache-2.0
package org.pabal.poppassd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.testkit.Peer;

class FuzzTest {
    private static final String[] LINES = {
        "user alice",
        "pass correct horse",
        "newpass correct horse",
        "newpass battery staple",
        "USER alice@example.org",
        "pass ",
        "newpass",
        "user ",
        "quit now",
        "\0",
        ""
    };

    @Test
    void anyOctetsAreACommand() {
        Random random = new Random(20261121);
        for (int i = 0; i < 50_000; i++) {
            byte[] line = line(random).getBytes(ISO_8859_1);
            assertThat(PoppassdCommand.parse(line)).isNotNull();
        }
    }

    private static String line(Random random) {
        StringBuilder line = new StringBuilder(LINES[random.nextInt(LINES.length)]);
        for (int edits = random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(line.length() + 1);
            if (random.nextBoolean() || at == line.length()) {
                line.insert(at, (char) random.nextInt(256));
            } else {
                line.deleteCharAt(at);
            }
        }
        return line.toString();
    }

    /// Whatever is said in whatever order: each line has its reply, and a 200 to `newpass` comes
    /// behind a 300 to `user` and one to `pass` only.
    @Test
    void everyLineHasItsReply() throws Exception {
        Random random = new Random(20261121);
        for (int session = 0; session < 60; session++) {
            try (PoppassdStage stage = new PoppassdStage();
                    Peer peer = stage.connect()) {
                var in = new BufferedReader(new InputStreamReader(peer.input(), UTF_8));
                assertThat(in.readLine()).startsWith("200 ");
                boolean proven = false;
                String password = "correct horse";
                for (int i = 0; i < 20; i++) {
                    String line = LINES[random.nextInt(8)];
                    peer.output().write((line + "\r\n").getBytes(UTF_8));
                    peer.output().flush();
                    String reply = in.readLine();
                    String context = "session " + session + ", " + line + ": " + reply;
                    assertThat(reply).as(context).matches("[235]00 .+");
                    if (line.startsWith("newpass ")) {
                        assertThat(reply.startsWith("200")).as(context).isEqualTo(proven);
                        password = proven ? line.substring(8) : password;
                    } else if (line.startsWith("pass ") && reply.startsWith("300")) {
                        assertThat(line).as(context).isEqualTo("pass " + password);
                        proven = true;
                    } else if (reply.startsWith("300") || line.startsWith("pass c") && !proven) {
                        proven = false;
                    }
                }
            }
        }
    }
}
