// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.authd.AuthConfig.Cleartext;
import org.pabal.authd.AuthStage.Asker;

class FuzzTest {
    private static final String[] LINES = {
        "VERSION\t1\t1",
        "CPID\t4711",
        "AUTH\t1\tPLAIN\tservice=smtp\trip=192.0.2.1\tlip=::1\tlport=25\tsecured\tresp=AGEAYg==",
        "AUTH\t4294967295\tSCRAM-SHA-256\tfinal-resp-ok\tresp=bixzPWEscj1i",
        "AUTH\t2\tLOGIN\tlocal_name=a\1tb",
        "CONT\t2\tYQ==",
        "CANCEL\t2",
        "",
        "\t\t\t"
    };

    @Test
    void anyOctetsAreACommand() { // THREATS A04
        Random random = new Random(20261121);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder line = new StringBuilder(LINES[random.nextInt(LINES.length)]);
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(line.length() + 1);
                if (random.nextBoolean() || at == line.length()) {
                    line.insert(at, (char) random.nextInt(256));
                } else {
                    line.deleteCharAt(at);
                }
            }
            assertThat(AuthCommand.parse(line.toString().getBytes(ISO_8859_1))).isNotNull();
        }
    }

    /// Whatever is asked in whatever order: each exchange has one last reply at most, and nobody is
    /// let in.
    @Test
    void anExchangeEndsOnce() throws Exception {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            try (AuthStage stage = new AuthStage();
                    Asker asker = stage.dovecot(Cleartext.ALLOWED).greets()) {
                for (int i = 0; i < 60; i++) {
                    int id = random.nextInt(200) + 1_000 * i; // each of them once
                    asker.send(
                            switch (random.nextInt(4)) {
                                case 0 -> "AUTH\t" + id + "\tPLAIN\tresp=AGFsaWNlAHdyb25n";
                                case 1 -> "AUTH\t" + id + "\tLOGIN";
                                case 2 -> "AUTH\t" + id + "\tSCRAM-SHA-256\tresp=bixzPWEscj1i";
                                default -> "CANCEL\t" + Math.max(0, id - 1_000);
                            });
                }
                asker.send(
                        "AUTH\t999999\tPLAIN\tresp=" + AuthStage.plain("alice", "correct horse"));
                Set<String> over = new HashSet<>();
                String line = asker.reads();
                while (line != null && !line.startsWith("OK\t999999")) {
                    String[] fields = line.split("\t");
                    String about = "seed " + seed + ": " + line;
                    assertThat(fields[0]).as(about).isIn("CONT", "FAIL");
                    assertThat(over.contains(fields[1])).as(about).isFalse();
                    if (fields[0].equals("FAIL")) {
                        over.add(fields[1]);
                    }
                    line = asker.reads();
                }
                assertThat(line).as("seed %d", seed).isNotNull();
            }
        }
    }
}
