// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.alias;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.cluster.Host;
import org.pabal.cluster.Hosts;
import org.pabal.cluster.move.PipedConnection;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.OwnAliases.Elsewhere;
import org.pabal.directory.OwnAliases.Refusal;
import org.pabal.directory.Resolution;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.builtin.DirectoryConfig;
import org.pabal.directory.password.Argon2Setting;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

/// Two hosts, each with a directory of its own that has bob at home; alice lives on the other.
class AliasTellingTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final Address ALICE = Address.of("alice@example.org");
    private static final Address SHOP = Address.of("shop7@example.org");

    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final Side home = new Side("home");
    private final Side other = new Side("other");
    private boolean cut;

    AliasTellingTest() {
        home.directory.setHost(ALICE, Optional.of("other"));
        other.directory.addAccount(fresh("carol@example.org")); // other numbers there
        other.directory.setHost(BOB, Optional.of("home"));
        home.peer = other;
        other.peer = home;
    }

    private static NewAccount fresh(String address) {
        return new NewAccount(
                Address.of(address), "correct horse", "", Language.ENGLISH, OptionalLong.empty());
    }

    private final class Side {
        private final String name;
        private final FakeStorage storage = new FakeStorage();
        private final BuiltInDirectory directory;
        private final OwnAliases known;
        private final OwnAliases own;
        private final AliasTelling telling;
        private AliasOperations operations;
        private Side peer = this;

        Side(String name) {
            this.name = name;
            this.directory =
                    new BuiltInDirectory(
                            storage,
                            DirectoryConfig.defaults().with(new Argon2Setting(64, 1, 1), 4_096),
                            new SecureRandom(),
                            clock);
            directory.addDomain(Domain.of("example.org"));
            for (String each : name.equals("home") ? List.of("bob", "alice") : List.of("alice")) {
                directory.addAccount(fresh(each + "@example.org"));
            }
            if (name.equals("other")) {
                directory.addAccount(fresh("bob@example.org"));
            }
            OwnAliases.Terms terms = new OwnAliases.Terms(3, Set.of(), Duration.ofDays(90));
            this.known = directory.ownAliases(terms, Elsewhere.NOBODY);
            this.telling = new AliasTelling(hosts(), _ -> connect(), known, _ -> {});
            this.own = directory.ownAliases(terms, telling);
            this.operations = new AliasOperations(directory, known);
        }

        private Hosts hosts() {
            return new Hosts() {
                @Override
                public Host self() {
                    return host(name);
                }

                @Override
                public List<Host> others() {
                    return List.of(host(peer.name));
                }
            };
        }

        private PipedConnection connect() throws IOException {
            if (cut) {
                throw new IOException("not reached");
            }
            return new PipedConnection(name, peer.name, peer.operations.all());
        }

        Account account(Address address) {
            return directory.account(address).orElseThrow();
        }

        OwnAliases.Outcome make(Address who, Address name) {
            return own.make(account(who), name, Optional.empty(), "");
        }

        List<Address> takingMail(Address who) {
            return known.allOf(account(who).id()).stream()
                    .filter(each -> each.takesMail(clock.instant()))
                    .map(OwnAlias::address)
                    .toList();
        }

        void restart() {
            operations = new AliasOperations(directory, known);
        }
    }

    private static Host host(String name) {
        return new Host(name, "127.0.0.1", Host.Kind.PABAL, Set.of(), Map.of());
    }

    @AfterEach
    void close() {
        for (Side each : List.of(home, other)) {
            each.directory.close();
            each.storage.close();
        }
    }

    @Test
    void anAddressIsKnownEverywhereWhenItIsMade() {
        assertThat(home.make(BOB, SHOP)).isInstanceOf(OwnAliases.Outcome.Done.class);
        assertThat(other.takingMail(BOB)).containsExactly(SHOP);
        assertThat(other.directory.resolve(SHOP)).isEqualTo(new Resolution.Alias(List.of(BOB)));
        home.telling.tellAll();
        assertThat(other.takingMail(BOB)).containsExactly(SHOP);
    }

    @Test
    void aNameThatIsSomebodyElsesAnywhereIsNotToBeHad() {
        other.directory.addAlias(new Alias(SHOP, List.of(ALICE)));
        assertThat(home.make(BOB, SHOP))
                .isEqualTo(new OwnAliases.Outcome.Refused(Refusal.NOT_TO_BE_HAD));
        assertThat(home.takingMail(BOB)).isEmpty();
        Address mine = Address.of("mine@example.org");
        assertThat(other.make(ALICE, mine)).isInstanceOf(OwnAliases.Outcome.Done.class);
        assertThat(home.make(BOB, mine))
                .isEqualTo(new OwnAliases.Outcome.Refused(Refusal.NOT_TO_BE_HAD));
        assertThat(home.takingMail(ALICE)).containsExactly(mine);
    }

    /// Nobody can say that the name is to be had.
    @Test
    void noneIsMadeWhileAHostIsDown() {
        cut = true;
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> home.make(BOB, SHOP))
                .withMessageContaining("other");
        assertThat(home.takingMail(BOB)).isEmpty();
    }

    @Test
    void whatChangesWhileAHostIsDownItHearsLater() {
        home.make(BOB, SHOP);
        home.telling.tellAll();
        cut = true;
        home.own.giveUp(home.account(BOB).id(), SHOP);
        home.telling.tellAll();
        assertThat(other.takingMail(BOB)).containsExactly(SHOP);
        cut = false;
        home.telling.tellAll();
        assertThat(other.takingMail(BOB)).isEmpty();
        assertThat(other.known.allOf(other.account(BOB).id()))
                .as("in quarantine there too")
                .singleElement()
                .satisfies(each -> assertThat(each.givenUp()).isPresent());
    }

    /// A claim of a home that died before it made the address.
    @Test
    void whatCameToNothingGoes() throws IOException {
        home.telling.tellAll();
        home.telling.keeps(
                home.account(BOB),
                new OwnAlias(
                        SHOP,
                        home.account(BOB).id(),
                        clock.instant(),
                        Optional.empty(),
                        true,
                        "",
                        Optional.empty()));
        assertThat(other.takingMail(BOB)).containsExactly(SHOP);
        home.telling.tellAll();
        assertThat(other.takingMail(BOB)).isEmpty();
        assertThat(other.known.allOf(other.account(BOB).id())).isEmpty();
    }

    @Test
    void onlyTheHomeSaysWhatThereIs() {
        assertThat(other.make(ALICE, SHOP)).isInstanceOf(OwnAliases.Outcome.Done.class);
        home.directory.setHost(ALICE, Optional.empty()); // the two do not agree
        home.known.take(home.account(ALICE).id(), List.of());
        home.telling.tellAll();
        assertThat(other.takingMail(ALICE)).containsExactly(SHOP);
    }

    /// The new home has them from the move; the old one goes on to keep copies.
    @Test
    void afterAMoveTheNewHomeTells() {
        home.make(BOB, SHOP);
        for (Side each : List.of(home, other)) {
            each.directory.setHost(BOB, each == other ? Optional.empty() : Optional.of("other"));
        }
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> home.own.giveUp(home.account(BOB).id(), SHOP));
        Address more = Address.of("more@example.org");
        assertThat(other.make(BOB, more)).isInstanceOf(OwnAliases.Outcome.Done.class);
        other.own.giveUp(other.account(BOB).id(), SHOP);
        home.telling.tellAll();
        other.telling.tellAll();
        assertThat(home.takingMail(BOB)).containsExactly(more);
        assertThat(other.takingMail(BOB)).containsExactly(more);
    }

    @Test
    void theAdministratorRemovesThemWhereTheirOwnerLives() {
        home.make(BOB, SHOP);
        assertThat(other.directory.removeAlias(SHOP))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("host home"));
        assertThat(home.directory.removeAlias(SHOP)).isInstanceOf(Outcome.Done.class);
        home.telling.tellAll();
        assertThat(other.known.allOf(other.account(BOB).id())).isEmpty();
    }

    @Test
    void aHostThatHasLostItsMemoryHearsAllAgain() {
        home.make(BOB, SHOP);
        home.telling.tellAll();
        other.known.take(other.account(BOB).id(), List.of()); // an old backup, say
        home.telling.tellAll();
        assertThat(other.takingMail(BOB)).as("nothing new was said").isEmpty();
        other.restart();
        home.telling.tellAll();
        assertThat(other.takingMail(BOB)).containsExactly(SHOP);
    }
}
