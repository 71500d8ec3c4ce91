// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.ANYWHERE;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.ImportedAccount;
import org.pabal.directory.DirectoryAdministration.ImportedAccount.Secret;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.storage.testing.FakeStorage;

/// Accounts that come from other servers with all that these knew of them.
class ImportTest {
    private static final String SHA = "{SHA}m8NFSdVl2VBbKH3gzSCsd74dPyw=\n"; // test1234

    private final FakeStorage storage = new FakeStorage();
    private final BuiltInDirectory directory = Directories.with(storage, "bob@example.org");

    @AfterEach
    void close() {
        directory.close();
    }

    @Test
    void anAccountComesWithItsHashAndAllElse() {
        done(directory.importAccount(hurd(new Secret.Hash(SHA))));
        Account hurd = directory.findByLogin("hurd", ANYWHERE).orElseThrow();
        assertThat(hurd)
                .isEqualTo(
                        new Account(
                                new AccountId(2),
                                Address.of("hurd@example.org"),
                                "최영봉",
                                Language.KOREAN,
                                OptionalLong.of(10_240_000),
                                OptionalLong.of(9),
                                true,
                                Role.DOMAIN_ADMINISTRATOR,
                                Optional.of("imap")));
        assertThat(directory.storedPassword(hurd.address())).contains(SHA);
        assertThat(directory.credentials(ANYWHERE).verify("hurd", "test1234")).isTrue();
        assertThat(directory.storedPassword(hurd.address()).orElseThrow()).startsWith("{ARGON2ID}");
        try (BuiltInDirectory again = Directories.open(storage)) {
            assertThat(again.findByLogin("hurd", ANYWHERE)).contains(hurd);
        }
    }

    /// The policy is for new passwords: this one is its owner's.
    @Test
    void aPasswordInTheClearIsHashedWhateverItIs() {
        done(directory.importAccount(hurd(new Secret.Clear("1234"))));
        assertThat(directory.credentials(ANYWHERE).verify("hurd", "1234")).isTrue();
        assertThat(directory.storedPassword(Address.of("hurd@example.org")).orElseThrow())
                .startsWith("{ARGON2ID}");
    }

    @Test
    void anAccountWithoutAPasswordLetsNobodyInUntilOneIsSet() {
        done(directory.importAccount(hurd(new Secret.Missing())));
        assertThat(directory.storedPassword(Address.of("hurd@example.org"))).isEmpty();
        assertThat(directory.credentials(ANYWHERE).verify("hurd", "test1234")).isFalse();
        done(directory.changePassword(Address.of("hurd@example.org"), "correct horse"));
        assertThat(directory.credentials(ANYWHERE).verify("hurd", "correct horse")).isTrue();
    }

    @Test
    void whatCannotBeTakenIsRefused() {
        assertThat(reason(directory.importAccount(hurd(new Secret.Hash("$y$j9T$x$y")))))
                .contains("yescrypt");
        assertThat(reason(directory.importAccount(hurd(new Secret.Clear("a\0b")))))
                .contains("no client can send");
        done(directory.importAccount(hurd(new Secret.Missing())));
        assertThat(reason(directory.importAccount(hurd(new Secret.Missing()))))
                .contains("is an account already");
    }

    private static ImportedAccount hurd(Secret secret) {
        return new ImportedAccount(
                Address.of("Hurd@EXAMPLE.org"),
                secret,
                "최영봉",
                Language.KOREAN,
                OptionalLong.of(10_240_000),
                OptionalLong.of(9),
                true,
                Role.DOMAIN_ADMINISTRATOR,
                Optional.of("imap"));
    }
}
