// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.bans.Source;

/// The true `nft` in a network namespace of its own, and one that writes down what it is given.
class NftSetsTest {
    private static final int TRIES = 100;

    @TempDir private Path folder;

    private static Source source(String text) {
        return Source.parse(text).orElseThrow();
    }

    private static String run(List<String> command, String... more)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(more));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? output : "failed: " + output;
    }

    private interface Question {
        String answer() throws IOException, InterruptedException;
    }

    /// Asks until it is so: `nft` runs beside us.
    private static String eventually(Question question, String expected) throws Exception {
        String answer = question.answer();
        for (int i = 0; i < TRIES && !answer.contains(expected); i++) {
            TimeUnit.MILLISECONDS.sleep(50);
            answer = question.answer();
        }
        return answer;
    }

    @Test
    void elementsComeAndGoInTheKernelsSets() throws Exception {
        Process namespace;
        try {
            namespace = new ProcessBuilder("unshare", "-rn", "sh", "-c", "echo; exec cat").start();
        } catch (IOException absent) {
            assumeTrue(false, "unshare is not installed");
            return;
        }
        try {
            namespace.getInputStream().read(); // it is there, and lives while it reads
            List<String> nft =
                    List.of(
                            "nsenter",
                            "-t",
                            Long.toString(namespace.pid()),
                            "-U",
                            "-n",
                            "--preserve-credentials",
                            "nft");
            String made = run(nft, "add", "table", "inet", "pabal");
            assumeTrue(made.isEmpty(), "no nft, or no namespaces: " + made);
            for (String type : List.of("4 { type ipv4_addr", "6 { type ipv6_addr")) {
                run(nft, "add set inet pabal banned" + type + "; flags interval, timeout; }");
            }
            NftSets sets = new NftSets(nft, "inet pabal");
            sets.banned(source("192.0.2.7"), Duration.ofMinutes(10));
            sets.banned(source("198.51.100.0/24"), Duration.ofDays(7));
            sets.banned(source("2001:db8:1:2::9"), Duration.ofHours(1));
            sets.banned(source("192.0.2.7"), Duration.ofHours(6)); // longer than before
            sets.start(); // all in one command, with one of them twice
            Question all = () -> run(nft, "list", "table", "inet", "pabal");
            assertThat(eventually(all, "timeout 6h"))
                    .contains("192.0.2.7 timeout 6h")
                    .contains("198.51.100.0/24 timeout 7d")
                    .contains("2001:db8:1:2::/64 timeout 1h");
            sets.lifted(source("192.0.2.7"));
            sets.banned(source("203.0.113.1"), Duration.ofMinutes(10));
            assertThat(eventually(all, "203.0.113.1")).doesNotContain("192.0.2.7");
            sets.close();
        } finally {
            namespace.destroyForcibly();
        }
    }

    @Test
    void anNftThatFailsStopsNothing() throws Exception {
        Path said = folder.resolve("said");
        Path fake = folder.resolve("nft");
        Files.writeString(fake, "#!/bin/sh\ncat >> " + said + "\necho no table >&2\nexit 1\n");
        Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwx------"));
        NftSets sets = new NftSets(List.of(fake.toString()), "inet pabal");
        sets.start();
        sets.banned(source("192.0.2.7"), Duration.ofMinutes(10));
        Question soFar = () -> Files.exists(said) ? Files.readString(said) : "";
        assertThat(eventually(soFar, "timeout"))
                .isEqualTo(
                        """
                        add element inet pabal banned4 { 192.0.2.7 }
                        delete element inet pabal banned4 { 192.0.2.7 }
                        add element inet pabal banned4 { 192.0.2.7 timeout 600s }
                        """);
        sets.lifted(source("192.0.2.8"));
        assertThat(eventually(soFar, "192.0.2.8")).contains("banned4 { 192.0.2.8 }");
        sets.close();
    }

    @Test
    void aTableIsAFamilyAndAName() throws StartFailure {
        assertThat(NftSets.of("")).isEmpty();
        for (String table : List.of("pabal", "inet pabal; flush ruleset", "inet pa bal", "x y")) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> NftSets.of(table))
                    .isInstanceOf(StartFailure.class);
        }
    }
}
