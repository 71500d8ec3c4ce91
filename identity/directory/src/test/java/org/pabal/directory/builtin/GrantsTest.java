// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

/// What an account may write from besides its own addresses.
class GrantsTest {
    private static final AccountId BOB = new AccountId(1);
    private static final AccountId ALICE = new AccountId(2);

    private final FakeStorage storage = new FakeStorage();
    private BuiltInDirectory directory =
            Directories.with(storage, "bob@example.org", "alice@example.org");

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    private static Grant grant(String account, String sendAs) {
        return new Grant(
                Address.of(account),
                sendAs.startsWith("@")
                        ? new Address("", Domain.of(sendAs.substring(1)))
                        : Address.of(sendAs));
    }

    private boolean bobMayWriteFrom(String address) {
        return directory.owns(BOB, Address.of(address));
    }

    @Test
    void anAddressIsGrantedAndTakenBack() {
        assertThat(bobMayWriteFrom("sales@example.org")).isFalse();
        done(directory.grant(grant("bob@example.org", "Sales@Example.org")));
        assertThat(bobMayWriteFrom("SALES@example.org")).isTrue();
        assertThat(bobMayWriteFrom("other@example.org")).isFalse();
        assertThat(directory.owns(ALICE, Address.of("sales@example.org"))).isFalse();
        done(directory.revoke(grant("bob@example.org", "sales@example.org")));
        assertThat(bobMayWriteFrom("sales@example.org")).isFalse();
    }

    @Test
    void aWholeDomainIsGrantedAlsoOneThatIsNotOurs() {
        done(directory.grant(grant("bob@example.org", "@elsewhere.net")));
        assertThat(bobMayWriteFrom("anyone@elsewhere.net")).isTrue();
        assertThat(bobMayWriteFrom("anyone@sub.elsewhere.net")).isFalse();
    }

    @Test
    void grantsOutliveARestartAndEndWithTheAccount() {
        done(directory.grant(grant("bob@example.org", "sales@example.org")));
        done(directory.grant(grant("bob@example.org", "@elsewhere.net")));
        directory.close();
        directory = Directories.open(storage);
        assertThat(directory.grants())
                .containsExactly(
                        grant("bob@example.org", "@elsewhere.net"),
                        grant("bob@example.org", "sales@example.org"));
        done(directory.removeAccount(Address.of("bob@example.org")));
        assertThat(directory.grants()).isEmpty();
        directory.close();
        directory = Directories.open(storage);
        done(directory.addAccount(Directories.account("bob@example.org")));
        assertThat(directory.grants()).isEmpty();
        assertThat(bobMayWriteFrom("sales@example.org")).isFalse();
    }

    @Test
    void mistakesAreTold() {
        assertThat(reason(directory.grant(grant("bob@example.org", "bob@example.org"))))
                .contains("already");
        assertThat(reason(directory.grant(grant("eve@example.org", "x@example.org"))))
                .contains("not an account");
        assertThat(reason(directory.revoke(grant("bob@example.org", "x@example.org"))))
                .contains("pabal account grants");
    }
}
