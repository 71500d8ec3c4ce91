// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.ANYWHERE;
import static org.pabal.directory.builtin.Directories.PASSWORD;
import static org.pabal.directory.builtin.Directories.account;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

/// The first administrator comes to a directory with their domain, whole or not at all, and once.
class FirstAdministratorTest {
    private static final String JIWOO = "jiwoo@code.kr";

    private final FakeStorage storage = new FakeStorage();

    @Test
    void theDomainComesAlongInTheSameCommit() {
        try (BuiltInDirectory directory = Directories.open(storage)) {
            done(directory.addFirstAdministrator(account(JIWOO)));
            assertThat(directory.domains()).containsExactly(Domain.of("code.kr"));
        }
        try (BuiltInDirectory again = Directories.open(storage.killed())) {
            Account found = again.account(Address.of(JIWOO)).orElseThrow();
            assertThat(found.role()).isEqualTo(Role.ADMINISTRATOR);
            assertThat(again.isLocal(Domain.of("code.kr"))).isTrue();
            assertThat(again.credentials(ANYWHERE).verify(JIWOO, PASSWORD)).isTrue();
        }
    }

    @Test
    void aDomainThatIsHereStays() {
        try (BuiltInDirectory directory = Directories.with(storage, "bob@example.org")) {
            done(directory.addFirstAdministrator(account("root@example.org")));
            assertThat(directory.domains()).hasSize(1);
            assertThat(directory.accounts()).hasSize(2);
        }
    }

    @Test
    void thereIsNoSecondOne() {
        try (BuiltInDirectory directory = Directories.open(storage)) {
            done(directory.addFirstAdministrator(account(JIWOO)));
            assertThat(reason(directory.addFirstAdministrator(account("eve@evil.example"))))
                    .contains("administrator already");
            assertThat(directory.domains()).containsExactly(Domain.of("code.kr"));
            assertThat(directory.accounts()).hasSize(1);
        }
    }

    @Test
    void ofManyAtOnceOneComes() throws Exception {
        try (BuiltInDirectory directory = Directories.open(storage)) {
            List<Outcome> outcomes = new ArrayList<>();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String address = "root@d" + i + ".example";
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    Outcome outcome =
                                            directory.addFirstAdministrator(account(address));
                                    synchronized (outcomes) {
                                        outcomes.add(outcome);
                                    }
                                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(outcomes).filteredOn(Outcome.Done.class::isInstance).hasSize(1);
            assertThat(directory.accounts()).hasSize(1);
            assertThat(directory.domains()).hasSize(1);
        }
    }

    @Test
    void whatIsRefusedLeavesNothing() {
        try (BuiltInDirectory directory = Directories.with(storage, "bob@example.org")) {
            directory.addDomainAlias(
                    new DomainAlias(Domain.of("example.net"), Domain.of("example.org")));
            assertThat(reason(directory.addFirstAdministrator(account("bob@example.org"))))
                    .contains("an account already");
            assertThat(reason(directory.addFirstAdministrator(account("root@example.net"))))
                    .contains("is an alias of example.org");
            assertThat(reason(directory.addFirstAdministrator(account("root@[192.0.2.1]"))))
                    .contains("not a name");
            assertThat(
                            reason(
                                    directory.addFirstAdministrator(
                                            new NewAccount(
                                                    Address.of("root@new.example"),
                                                    "short",
                                                    "",
                                                    Language.KOREAN,
                                                    OptionalLong.empty()))))
                    .isNotEmpty();
            assertThat(directory.domains()).containsExactly(Domain.of("example.org"));
            assertThat(directory.accounts()).hasSize(1);
        }
    }
}
