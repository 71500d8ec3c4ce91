// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.ANYWHERE;
import static org.pabal.directory.builtin.Directories.PASSWORD;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.directory.DirectoryAdministration.OldAddress;
import org.pabal.directory.Language;
import org.pabal.directory.LoginRule;
import org.pabal.directory.Resolution;
import org.pabal.directory.Role;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

class RenamingTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final Address ROBERT = Address.of("robert@example.net");
    private static final Address INFO = Address.of("info@example.org");
    private static final Address ALICE = Address.of("alice@example.org");

    private final FakeStorage storage = new FakeStorage();
    private final BuiltInDirectory directory =
            Directories.with(storage, "bob@example.org", "alice@example.org");
    private final List<AccountId> told = new ArrayList<>();

    RenamingTest() {
        directory.addDomain(Domain.of("example.net"));
        done(directory.addAlias(new Alias(INFO, List.of(BOB), Optional.of(BOB))));
        done(directory.grant(new Grant(ALICE, BOB)));
        directory.whenLoginChanges(told::add);
    }

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    @Test
    void itStaysTheSameAccountAndWhatNamesItFollows() {
        done(directory.renameAccount(BOB, ROBERT, OldAddress.KEPT));
        Account robert = directory.account(ROBERT).orElseThrow();
        assertThat(robert.id()).isEqualTo(new AccountId(1));
        assertThat(told).containsExactly(robert.id());
        assertThat(directory.resolve(BOB)).isEqualTo(new Resolution.Alias(List.of(ROBERT)));
        assertThat(directory.aliases())
                .contains(new Alias(INFO, List.of(ROBERT), Optional.of(ROBERT)));
        assertThat(directory.owns(new AccountId(2), ROBERT)).isTrue();
        assertThat(directory.owns(new AccountId(2), BOB)).isTrue();
        assertThat(directory.owns(robert.id(), BOB)).isTrue();
        assertThat(directory.credentials(ANYWHERE).verify("robert@example.net", PASSWORD)).isTrue();
        assertThat(directory.credentials(ANYWHERE).verify("bob@example.org", PASSWORD)).isFalse();
        sameAfterRestart();
    }

    @Test
    void theOldAddressCanBeGivenUp() {
        done(directory.renameAccount(BOB, ROBERT, OldAddress.GIVEN_UP));
        assertThat(directory.resolve(BOB)).isInstanceOf(Resolution.Unknown.class);
        assertThat(directory.resolve(INFO))
                .isEqualTo(new Resolution.Alias(List.of(ROBERT), Optional.of(ROBERT)));
        assertThat(directory.grants()).containsExactly(new Grant(ALICE, ROBERT));
        assertThat(directory.resolve(Address.of("postmaster@example.org")))
                .isEqualTo(directory.resolve(ALICE));
        done(directory.addAccount(Directories.account("bob@example.org")));
        sameAfterRestart();
    }

    @Test
    void aTakenAddressAndOneWithoutADomainAreRefused() {
        assertThat(reason(directory.renameAccount(BOB, ALICE, OldAddress.KEPT)))
                .contains("is an account already");
        assertThat(reason(directory.renameAccount(BOB, BOB, OldAddress.KEPT)))
                .contains("is an account already");
        assertThat(reason(directory.renameAccount(BOB, INFO, OldAddress.KEPT)))
                .contains("pabal alias remove");
        Address elsewhere = Address.of("bob@example.com");
        assertThat(reason(directory.renameAccount(BOB, elsewhere, OldAddress.KEPT)))
                .contains("pabal domain add example.com");
        assertThat(reason(directory.renameAccount(elsewhere, ROBERT, OldAddress.KEPT)))
                .contains("is not an account");
        assertThat(told).isEmpty();
    }

    @Test
    void aDomainsAdministratorDoesNotMoveToAnother() {
        done(directory.setRole(BOB, Role.DOMAIN_ADMINISTRATOR));
        assertThat(reason(directory.renameAccount(BOB, ROBERT, OldAddress.KEPT)))
                .contains("pabal account role bob@example.org user");
        done(directory.renameAccount(BOB, Address.of("rob@example.org"), OldAddress.KEPT));
    }

    @Test
    void aProfileIsChangedAndLasts() {
        done(directory.setProfile(BOB, "밥", Language.KOREAN));
        done(directory.setRole(BOB, Role.ADMINISTRATOR));
        done(directory.setHost(BOB, Optional.of("mail2")));
        done(directory.setLoginRule(BOB, LoginRule.APP_PASSWORDS_ONLY));
        AccountLimits limits =
                new AccountLimits(
                        OptionalLong.of(5),
                        OptionalLong.empty(),
                        OptionalLong.of(2),
                        OptionalLong.of(1L << 40));
        done(directory.setLimits(BOB, limits));
        Account bob = directory.account(BOB).orElseThrow();
        assertThat(bob.displayName()).isEqualTo("밥");
        assertThat(bob.limits()).isEqualTo(limits);
        assertThat(reason(directory.setProfile(BOB, "a\nb", Language.ENGLISH)))
                .contains("shorten it");
        AccountLimits none =
                new AccountLimits(
                        OptionalLong.of(0),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty());
        assertThat(reason(directory.setLimits(BOB, none))).contains("less than 1");
        sameAfterRestart();
    }

    private void sameAfterRestart() {
        try (BuiltInDirectory restarted = Directories.open(storage)) {
            assertThat(restarted.accounts()).isEqualTo(directory.accounts());
            assertThat(restarted.aliases()).isEqualTo(directory.aliases());
            assertThat(restarted.grants()).isEqualTo(directory.grants());
            for (String name : List.of("bob@example.org", "postmaster@example.org")) {
                assertThat(restarted.resolve(Address.of(name)))
                        .isEqualTo(directory.resolve(Address.of(name)));
            }
        }
    }
}
