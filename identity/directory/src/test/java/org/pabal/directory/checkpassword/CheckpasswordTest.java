// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.checkpassword;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.passwdfile.AddressList;
import org.pabal.directory.source.CheckStep;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;

class CheckpasswordTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final Set<Domain> DOMAINS = Set.of(Domain.of("example.org"));

    private final List<String> inputs = new ArrayList<>();
    private final List<List<String>> commands = new ArrayList<>();
    private int status;
    private String output = "";
    private boolean slow;

    /// Bob's password is secret.
    private Optional<PasswordProgram.Ended> run(
            List<String> command, Map<String, String> environment, byte[] input, Duration limit)
            throws IOException {
        commands.add(command);
        inputs.add(new String(input, StandardCharsets.UTF_8));
        if (slow) {
            return Optional.empty();
        }
        if (status != 0) {
            return Optional.of(new PasswordProgram.Ended(status, ""));
        }
        boolean bob = inputs.getLast().startsWith("bob@example.org\0");
        if (environment.containsKey("AUTHORIZED")) {
            return Optional.of(new PasswordProgram.Ended(bob ? 0 : 3, output));
        }
        boolean right = bob && inputs.getLast().contains("\0secret\0");
        return Optional.of(new PasswordProgram.Ended(right ? 0 : 1, output));
    }

    private CheckpasswordConfig config(boolean wholeAddress) {
        return new CheckpasswordConfig(
                "program",
                DOMAINS,
                List.of("/bin/check", "x"),
                wholeAddress,
                Duration.ofSeconds(5));
    }

    private CheckpasswordSource source() {
        return CheckpasswordSource.withoutList(
                config(true), this::run, InstantSource.fixed(Instant.EPOCH));
    }

    @Test
    void theProgramJudges() {
        Optional<SourceAccount> bob = Optional.of(SourceAccount.user("k", BOB, ""));
        assertThat(source().verify(bob, "secret")).isTrue();
        assertThat(inputs.getLast()).isEqualTo("bob@example.org\0secret\0" + "0\0");
        assertThat(commands.getLast()).startsWith("/bin/check", "x", "/bin/sh", "-c");
        assertThat(source().verify(bob, "wrong")).isFalse();
        assertThat(source().verify(Optional.empty(), "secret")).isFalse();
        assertThat(inputs).hasSize(3); // THREATS A02
    }

    @Test
    void nothingOfALogInIsInTheCommand() { // THREATS A12
        Address odd = new Address("$(touch x)`;'\"", Domain.of("example.org"));
        source().verify(Optional.of(SourceAccount.user("k", odd, "")), "$(secret)");
        assertThat(String.join(" ", commands.getLast())).doesNotContain("touch", "secret");
    }

    @Test
    void whatTheProtocolCannotSayIsWrong() { // THREATS A08
        Optional<SourceAccount> bob = Optional.of(SourceAccount.user("k", BOB, ""));
        assertThat(source().verify(bob, "x".repeat(500))).isFalse();
        assertThat(source().verify(bob, "x\0y")).isFalse();
        assertThat(inputs).isEmpty();
    }

    @Test
    void aProgramThatCannotSayIsNoWrongPassword() { // THREATS A13
        Optional<SourceAccount> bob = Optional.of(SourceAccount.user("k", BOB, ""));
        for (int odd : new int[] {2, 111, 127, 137}) {
            status = odd;
            assertThatThrownBy(() -> source().verify(bob, "secret"))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("/bin/check");
            assertThatThrownBy(() -> source().find(BOB)).isInstanceOf(UnavailableException.class);
        }
        slow = true;
        assertThatThrownBy(() -> source().verify(bob, "secret"))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void theProgramMaySayWhoExists() {
        output = "AUTHORIZED=2\nUSER=robert@example.org\nuserdb_quota_rule=*:bytes=5000\n";
        SourceAccount bob = ((SourceAnswer.Known) source().find(BOB)).account();
        assertThat(bob.address()).isEqualTo(Address.of("robert@example.org"));
        assertThat(bob.quotaOctets()).hasValue(5_000);
        assertThat(source().find(Address.of("x@example.org")))
                .isInstanceOf(SourceAnswer.Unknown.class);
        output = "AUTHORIZED=1\nUSER=bob\n"; // a program that has not looked
        assertThatThrownBy(() -> source().find(BOB))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("list");
        assertThatThrownBy(() -> source().list(_ -> true)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void aListMaySayWhoExists(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("list"), "bob\ncarol@example.org:more\n");
        CheckpasswordSource source =
                CheckpasswordSource.withList(
                        config(false),
                        new AddressList(file, DOMAINS),
                        this::run,
                        InstantSource.fixed(Instant.EPOCH));
        assertThat(source.find(BOB)).isInstanceOf(SourceAnswer.Known.class);
        assertThat(source.find(Address.of("carol@example.org")))
                .isInstanceOf(SourceAnswer.Known.class);
        assertThat(source.find(Address.of("x@example.org")))
                .isInstanceOf(SourceAnswer.Unknown.class);
        assertThat(inputs).isEmpty();
        source.verify(source.findByLogin(BOB), "secret");
        assertThat(inputs.getLast()).startsWith("bob\0");
        assertThat(source.check(Optional.of(BOB))).allMatch(CheckStep::passed).hasSize(3);
        List<SourceAccount> listed = new ArrayList<>();
        source.list(listed::addAll);
        assertThat(listed).hasSize(2);
    }

    @Test
    void theCheckNamesTheStepThatFails() {
        status = 2;
        assertThat(source().check(Optional.of(BOB)).getLast())
                .isEqualTo(
                        CheckStep.failed(
                                "run", "/bin/check: it says that it was misused (exit status 2)"));
        assertThat(source().health().getFirst()).contains("/bin/check");
    }
}
