// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.account;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.OldAddress;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.OwnAliases.Outcome;
import org.pabal.directory.OwnAliases.Refusal;
import org.pabal.directory.OwnAliases.Terms;
import org.pabal.directory.Resolution;
import org.pabal.directory.Subaddress;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

class OwnAliasesTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final Address ALICE = Address.of("alice@example.org");
    private static final Address SHOP = Address.of("shop7@example.org");
    private static final Duration QUARANTINE = Duration.ofDays(90);

    private final FakeStorage storage = new FakeStorage();
    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private BuiltInDirectory directory = open();
    private OwnAliases own = directory.ownAliases(new Terms(3, Set.of(), QUARANTINE));

    OwnAliasesTest() {
        directory.addDomain(Domain.of("example.org"));
        done(directory.addAccount(account("bob@example.org")));
        done(directory.addAccount(account("alice@example.org")));
    }

    private BuiltInDirectory open() {
        return new BuiltInDirectory(storage, Directories.cheap(64), new SecureRandom(), clock);
    }

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    private Account of(Address address) {
        return directory.account(address).orElseThrow();
    }

    private Outcome make(Address who, String address) {
        return own.make(of(who), Address.of(address), Optional.empty(), "");
    }

    private static OwnAlias made(Outcome outcome) {
        if (outcome instanceof Outcome.Done(OwnAlias alias)) {
            return alias;
        }
        throw new AssertionError(outcome.toString());
    }

    private static Refusal refused(Outcome outcome) {
        if (outcome instanceof Outcome.Refused(Refusal why)) {
            return why;
        }
        throw new AssertionError(outcome.toString());
    }

    private void leadsTo(Address alias, Address account) {
        assertThat(directory.resolve(alias)).isEqualTo(new Resolution.Alias(List.of(account)));
    }

    private void isRetired(Address alias) {
        assertThat(directory.resolve(alias)).isEqualTo(new Resolution.Retired());
    }

    @Test
    void itsMailIsItsMakersAndSoIsItsName() {
        OwnAlias shop = made(own.make(of(BOB), SHOP, Optional.empty(), "the shop"));
        leadsTo(SHOP, BOB);
        leadsTo(Address.of("Shop7+x@example.org"), BOB);
        assertThat(directory.owns(of(BOB).id(), SHOP)).isTrue();
        assertThat(directory.owns(of(ALICE).id(), SHOP)).isFalse();
        assertThat(own.of(of(BOB).id())).containsExactly(shop);
        directory = open();
        own = directory.ownAliases(own.terms());
        assertThat(own.of(of(BOB).id())).containsExactly(shop);
        leadsTo(SHOP, BOB);
    }

    @Test
    void itEndsByTheClockAloneAndIsNobodyElsesForAWhile() {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        made(own.make(of(BOB), SHOP, Optional.of(end), ""));
        clock.advance(Duration.ofMinutes(59));
        leadsTo(SHOP, BOB);
        clock.advance(Duration.ofMinutes(1));
        isRetired(SHOP);
        assertThat(directory.owns(of(BOB).id(), SHOP)).isFalse();
        assertThat(own.sweep()).isZero();
        assertThat(refused(make(ALICE, "shop7@example.org"))).isEqualTo(Refusal.NOT_TO_BE_HAD);
        made(own.change(of(BOB).id(), SHOP, Optional.of(end.plusSeconds(60)), true, "again"));
        leadsTo(SHOP, BOB);
        clock.advance(QUARANTINE.plusMinutes(1));
        isRetired(SHOP);
        assertThat(own.sweep()).isOne();
        assertThat(directory.resolve(SHOP)).isEqualTo(new Resolution.Unknown());
        made(make(ALICE, "shop7@example.org"));
    }

    @Test
    void oneThatIsOffRefusesMailUntilItIsOnAgain() {
        made(make(BOB, "shop7@example.org"));
        made(own.change(of(BOB).id(), SHOP, Optional.empty(), false, "leaked"));
        isRetired(SHOP);
        clock.advance(QUARANTINE.multipliedBy(2));
        assertThat(own.sweep()).isZero();
        made(own.change(of(BOB).id(), SHOP, Optional.empty(), true, ""));
        leadsTo(SHOP, BOB);
    }

    @Test
    void whoGaveItUpMayHaveItBackAndOthersLaterOnly() {
        made(make(BOB, "shop7@example.org"));
        made(own.giveUp(of(BOB).id(), SHOP));
        isRetired(SHOP);
        assertThat(own.of(of(BOB).id())).isEmpty();
        assertThat(own.all()).hasSize(1);
        assertThat(refused(own.giveUp(of(BOB).id(), SHOP))).isEqualTo(Refusal.UNKNOWN);
        assertThat(refused(make(ALICE, "shop7@example.org"))).isEqualTo(Refusal.NOT_TO_BE_HAD);
        made(make(BOB, "shop7@example.org"));
        leadsTo(SHOP, BOB);
        made(own.giveUp(of(BOB).id(), SHOP));
        clock.advance(QUARANTINE);
        made(make(ALICE, "shop7@example.org")); // before anybody has swept
        leadsTo(SHOP, ALICE);
        assertThat(refused(make(BOB, "shop7@example.org"))).isEqualTo(Refusal.NOT_TO_BE_HAD);
    }

    @Test
    void manyAreTooManyAlsoWhenTheyAreGivenUp() {
        for (int i = 0; i < 3; i++) {
            made(make(BOB, "shop" + i + "@example.org"));
        }
        assertThat(refused(make(BOB, "shop3@example.org"))).isEqualTo(Refusal.TOO_MANY);
        for (int i = 0; i < 12; i++) {
            made(own.giveUp(of(BOB).id(), Address.of("shop" + i + "@example.org")));
            made(make(BOB, "shop" + (i + 3) + "@example.org"));
        }
        made(own.giveUp(of(BOB).id(), Address.of("shop14@example.org")));
        assertThat(refused(make(BOB, "shop15@example.org"))).isEqualTo(Refusal.TOO_MANY);
        made(make(BOB, "shop14@example.org"));
        made(make(ALICE, "shop15@example.org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postmaster", "Post-Master", "abuse", "hostmaster", "ad.min", "no-reply", "alice",
                "news-request", "owner-news", "info2"
            })
    void namesOfRolesAndOfOthersAreRefusedAlike(String name) {
        done(directory.addAlias(new Alias(Address.of("info2@example.org"), List.of(ALICE))));
        assertThat(refused(make(BOB, name + "@example.org"))).isEqualTo(Refusal.NOT_TO_BE_HAD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "-abc", "bob+x", "한글이름", "a_-b", "abc!"})
    void namesArePlain(String name) {
        assertThat(refused(make(BOB, name + "@example.org"))).isEqualTo(Refusal.NAME);
    }

    @Test
    void aNameThatMayBeAnothersWithADetailIsNone() {
        directory.close();
        directory =
                new BuiltInDirectory(
                        storage,
                        Directories.with(new Subaddress("-")),
                        new SecureRandom(),
                        clock);
        own = directory.ownAliases(own.terms());
        assertThat(refused(make(BOB, "alice-shop@example.org"))).isEqualTo(Refusal.NAME);
    }

    @Test
    void theTermsHold() {
        OwnAliases none = directory.ownAliases(Terms.NONE);
        assertThat(none.domains(of(BOB))).isEmpty();
        assertThat(refused(none.make(of(BOB), SHOP, Optional.empty(), "")))
                .isEqualTo(Refusal.NOT_OFFERED);
        Domain other = Domain.of("a.example.org");
        OwnAliases elsewhere =
                directory.ownAliases(new Terms(1, Set.of(other), Duration.ofDays(1)));
        assertThat(elsewhere.domains(of(BOB))).isEmpty();
        directory.addDomain(other);
        assertThat(elsewhere.domains(of(BOB))).containsExactly(other);
        assertThat(refused(elsewhere.make(of(BOB), SHOP, Optional.empty(), "")))
                .isEqualTo(Refusal.DOMAIN);
        made(elsewhere.make(of(BOB), Address.of("shop@a.example.org"), Optional.empty(), ""));
        assertThat(reason(directory.removeDomain(other))).contains("has accounts or aliases");
        assertThat(refused(own.make(of(BOB), SHOP, Optional.of(clock.instant()), "")))
                .isEqualTo(Refusal.EXPIRED);
        assertThat(refused(own.make(of(BOB), SHOP, Optional.empty(), "a\nb")))
                .isEqualTo(Refusal.NOTE);
        made(none.change(of(BOB).id(), Address.of("shop@a.example.org"), Optional.empty(), false, ""));
    }

    @Test
    void itFollowsARenamedAccountAndStaysBehindARemovedOne() {
        made(make(BOB, "shop7@example.org"));
        Address robert = Address.of("robert@example.org");
        done(directory.renameAccount(BOB, robert, OldAddress.GIVEN_UP));
        leadsTo(SHOP, robert);
        done(directory.removeAccount(robert));
        isRetired(SHOP);
        assertThat(own.all().getFirst().givenUp()).contains(clock.instant());
        assertThat(refused(make(ALICE, "shop7@example.org"))).isEqualTo(Refusal.NOT_TO_BE_HAD);
        directory = open();
        isRetired(SHOP);
    }

    @Test
    void theAdministratorTakesItAway() {
        made(make(BOB, "shop7@example.org"));
        assertThat(reason(directory.addAlias(new Alias(SHOP, List.of(ALICE)))))
                .contains("is an alias already");
        made(own.giveUp(of(BOB).id(), SHOP));
        assertThat(reason(directory.addAccount(account("shop7@example.org"))))
                .contains("was somebody's");
        done(directory.removeAlias(SHOP));
        assertThat(own.all()).isEmpty();
        done(directory.addAlias(new Alias(SHOP, List.of(ALICE))));
        assertThat(refused(make(BOB, "shop7@example.org"))).isEqualTo(Refusal.NOT_TO_BE_HAD);
    }
}
