// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.ANYWHERE;
import static org.pabal.directory.builtin.Directories.account;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.directory.Subaddress;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

class NamesTest {
    private final FakeStorage storage = new FakeStorage();
    private final BuiltInDirectory directory =
            Directories.with(storage, "bob@example.org", "alice@example.org");

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    private Resolution resolve(String address) {
        return directory.resolve(Address.of(address));
    }

    private Account bob() {
        return directory.account(new AccountId(1)).orElseThrow();
    }

    private void alias(String address, String... targets) {
        done(directory.addAlias(aliasOf(address, targets)));
    }

    private String aliasRefused(String address, String... targets) {
        return reason(directory.addAlias(aliasOf(address, targets)));
    }

    private static Alias aliasOf(String address, String... targets) {
        Address name =
                address.startsWith("@")
                        ? new Address("", Domain.of(address.substring(1)))
                        : Address.of(address);
        return new Alias(name, Arrays.stream(targets).map(Address::of).toList());
    }

    @Test
    void anAddressLeadsToItsAccountInAnyCase() {
        assertThat(resolve("bob@example.org")).isEqualTo(new Resolution.Local(bob()));
        assertThat(resolve("BoB@EXAMPLE.org")).isEqualTo(new Resolution.Local(bob()));
        assertThat(bob().address()).hasToString("bob@example.org");
    }

    @Test
    void aDetailIsLeftOutUnlessItHasAnEntryOfItsOwn() { // RFC 5233
        assertThat(resolve("bob+lists@example.org")).isEqualTo(new Resolution.Local(bob()));
        alias("bob+lists@example.org", "alice@example.org");
        assertThat(resolve("bob+Lists@example.org"))
                .isEqualTo(new Resolution.Alias(List.of(Address.of("alice@example.org"))));
        assertThat(resolve("bob+lists+x@example.org")).isInstanceOf(Resolution.Alias.class);
        assertThat(resolve("bob+x+lists@example.org")).isEqualTo(new Resolution.Local(bob()));
        assertThat(resolve("+bob@example.org")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void whatIsNotOursIsForeign() {
        assertThat(resolve("bob@example.net"))
                .isEqualTo(new Resolution.Foreign(Domain.of("example.net")));
        assertThat(resolve("bob@[127.0.0.1]")).isInstanceOf(Resolution.Foreign.class);
        assertThat(resolve("nobody@example.org")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void postmasterAndAbuseAreTheFirstAccountsUnlessTheyAreNamed() { // RFC 5321 §4.5.1
        assertThat(resolve("Postmaster@example.org")).isEqualTo(new Resolution.Local(bob()));
        assertThat(resolve("abuse+x@example.org")).isEqualTo(new Resolution.Local(bob()));
        done(directory.disableAccount(Address.of("bob@example.org")));
        assertThat(resolve("postmaster@example.org"))
                .isEqualTo(resolve("alice@example.org"))
                .isInstanceOf(Resolution.Local.class);
        done(directory.enableAccount(Address.of("bob@example.org")));
        assertThat(resolve("postmaster@example.org")).isEqualTo(new Resolution.Local(bob()));
        alias("postmaster@example.org", "alice@example.org");
        assertThat(resolve("postmaster@example.org")).isInstanceOf(Resolution.Alias.class);
        assertThat(resolve("hostmaster@example.org")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void postmasterMovesOnWhenTheFirstAccountGoes() {
        done(directory.removeAccount(Address.of("bob@example.org")));
        assertThat(resolve("postmaster@example.org")).isEqualTo(resolve("alice@example.org"));
        done(directory.removeAccount(Address.of("alice@example.org")));
        assertThat(resolve("postmaster@example.org")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void everyOtherAddressCanHaveAnAlias() {
        alias("@example.org", "alice@example.org");
        assertThat(resolve("whatever@example.org")).isInstanceOf(Resolution.Alias.class);
        assertThat(resolve("bob+x@example.org")).isEqualTo(new Resolution.Local(bob()));
        assertThat(directory.aliases())
                .containsExactly(aliasOf("@example.org", "alice@example.org"));
        done(directory.removeAlias(new Address("", Domain.of("example.org"))));
        assertThat(resolve("whatever@example.org")).isInstanceOf(Resolution.Unknown.class);
    }

    @Test
    void aDisabledAccountIsKnownAndTakesNoMail() {
        done(directory.disableAccount(Address.of("Bob@example.org")));
        assertThat(resolve("bob@example.org")).isInstanceOf(Resolution.Disabled.class);
        assertThat(directory.findByLogin("bob", ANYWHERE)).isPresent();
    }

    @Test
    void aLoginIsAnAddressOrABareName() {
        LoginContext atExample = LoginContext.within(Domain.of("example.org"));
        assertThat(directory.findByLogin("bob@example.org", ANYWHERE)).contains(bob());
        assertThat(directory.findByLogin("BOB@Example.Org", ANYWHERE)).contains(bob());
        assertThat(directory.findByLogin("Bob", ANYWHERE)).contains(bob());
        done(directory.addDomain(Domain.of("example.net")));
        assertThat(directory.findByLogin("bob", ANYWHERE)).isEmpty();
        assertThat(directory.findByLogin("bob", atExample)).contains(bob());
        LoginContext atNet = LoginContext.within(Domain.of("example.net"));
        assertThat(directory.findByLogin("bob", atNet)).isEmpty();
    }

    @Test
    void nothingInALoginIsExpanded() { // THREATS A12
        alias("info@example.org", "bob@example.org");
        for (String login :
                new String[] {
                    "",
                    "*",
                    "b*b",
                    "b%b",
                    "bob)(uid=*",
                    "bob\\",
                    "../bob",
                    "bob\0",
                    "bob\n",
                    "bob+x",
                    "info",
                    "\uff42ob@example.org",
                    "b\u0131b",
                    "@example.org",
                    "b".repeat(256)
                }) {
            assertThat(directory.findByLogin(login, ANYWHERE)).as(login).isEmpty();
        }
    }

    @Test
    void anAccountOwnsItsAddressAndTheAliasesThatLeadToIt() {
        alias("info@example.org", "sales@example.net", "bob@example.org");
        alias("all@example.org", "info@example.org", "alice@example.org");
        AccountId bob = bob().id();
        AccountId alice = new AccountId(2);
        for (String owned :
                new String[] {"bob", "Bob+x", "info", "all", "info+x", "postmaster", "abuse"}) {
            assertThat(directory.owns(bob, Address.of(owned + "@example.org"))).isTrue();
        }
        assertThat(directory.owns(alice, Address.of("all@example.org"))).isTrue();
        for (String other : new String[] {"bob", "info", "postmaster", "nobody"}) {
            assertThat(directory.owns(alice, Address.of(other + "@example.org"))).isFalse();
        }
        assertThat(directory.owns(bob, Address.of("bob@example.net"))).isFalse();
        assertThat(directory.owns(new AccountId(99), Address.of("bob@example.org"))).isFalse();
    }

    @Test
    void anAccountNeedsADomainAndAFreeAddress() {
        assertThat(reason(directory.addAccount(account("x@example.net"))))
                .isEqualTo(
                        "example.net is not a domain of this server; add it first: pabal domain add"
                                + " example.net");
        assertThat(reason(directory.addAccount(account("BOB@example.org"))))
                .contains("bob@example.org is an account already");
        alias("info@example.org", "bob@example.org");
        assertThat(reason(directory.addAccount(account("info@example.org"))))
                .contains("pabal alias remove info@example.org");
    }

    @Test
    void anAccountsProfileIsChecked() {
        assertThat(reason(directory.addAccount(profile("Carol\r\nBcc: x", OptionalLong.empty()))))
                .contains("display name");
        assertThat(reason(directory.addAccount(profile("x".repeat(256), OptionalLong.empty()))))
                .contains("display name");
        assertThat(reason(directory.addAccount(profile("Carol", OptionalLong.of(0)))))
                .contains("quota");
        done(directory.addAccount(profile("캐롤", OptionalLong.of(1 << 30))));
        Account carol = directory.findByLogin("carol", ANYWHERE).orElseThrow();
        assertThat(carol.displayName()).isEqualTo("캐롤");
        assertThat(carol.language()).isEqualTo(Language.KOREAN);
        assertThat(carol.quotaOctets()).hasValue(1 << 30);
        assertThat(carol.quotaMessages()).isEmpty();
    }

    private static NewAccount profile(String name, OptionalLong quota) {
        return new NewAccount(
                Address.of("carol@example.org"),
                Directories.PASSWORD,
                name,
                Language.KOREAN,
                quota);
    }

    @Test
    void anAliasNeedsADomainAFreeAddressAndTargetsThatExist() {
        assertThat(aliasRefused("x@example.net", "bob@example.org"))
                .contains("pabal domain add example.net");
        assertThat(aliasRefused("bob@example.org", "alice@example.org"))
                .contains("is an account already");
        alias("info@example.org", "bob@example.org");
        assertThat(aliasRefused("Info@example.org", "alice@example.org"))
                .contains("is an alias already");
        assertThat(aliasRefused("typo@example.org", "bbo@example.org"))
                .contains("bbo@example.org is not an address of this server")
                .contains("pabal account add bbo@example.org");
        assertThat(aliasRefused("none@example.org")).contains("1 to 1000");
        assertThat(reason(directory.removeAlias(Address.of("bob@example.org"))))
                .contains("is not an alias");
    }

    @Test
    void anAliasDoesNotLeadBackToItself() {
        assertThat(aliasRefused("a@example.org", "A+x@example.org")).contains("come back");
        alias("a@example.org", "bob@example.org");
        alias("b@example.org", "a@example.org", "x@example.net");
        done(directory.removeAlias(Address.of("a@example.org")));
        assertThat(aliasRefused("a@example.org", "b@example.org"))
                .contains("mail for a@example.org would come back to it by way of a@example.org");
        assertThat(aliasRefused("@example.org", "nobody@example.org")).contains("come back");
        assertThat(aliasRefused("@example.org", "b@example.org"))
                .contains("mail for @example.org would come back");
        alias("@example.org", "alice@example.org");
        alias("c@example.org", "d@example.org");
        assertThat(resolve("d@example.org")).isInstanceOf(Resolution.Alias.class);
    }

    @Test
    void aliasesInARowHaveAnEnd() {
        alias("a0@example.org", "bob@example.org");
        for (int i = 1; i < AliasPaths.MAX_DEPTH; i++) {
            alias("a" + i + "@example.org", "a" + (i - 1) + "@example.org");
        }
        assertThat(directory.owns(bob().id(), Address.of("a9@example.org"))).isTrue();
        assertThat(aliasRefused("a10@example.org", "a9@example.org")).contains("in a row");
    }

    @Test
    void aListHasAnOwnerWhoIsThere() {
        Alias team = listOf("team@example.org", "bob@example.org", "alice@example.org");
        done(directory.addAlias(team));
        assertThat(resolve("team@example.org"))
                .isEqualTo(
                        new Resolution.Alias(
                                List.of(Address.of("bob@example.org")),
                                Optional.of(Address.of("alice@example.org"))));
        assertThat(
                        reason(
                                directory.addAlias(
                                        listOf(
                                                "l@example.org",
                                                "bob@example.org",
                                                "no@example.org"))))
                .contains("account add no@example.org");
        assertThat(
                        reason(
                                directory.addAlias(
                                        listOf(
                                                "l@example.org",
                                                "bob@example.org",
                                                "L@example.org"))))
                .contains("its own owner");
        try (FakeStorage again = storage.reopened();
                BuiltInDirectory restarted = Directories.open(again)) {
            assertThat(restarted.aliases()).containsExactly(team);
        }
    }

    private static Alias listOf(String address, String member, String owner) {
        return new Alias(
                Address.of(address), List.of(Address.of(member)), Optional.of(Address.of(owner)));
    }

    @Test
    void aDomainMayBeAnotherNameOfOne() {
        done(directory.addDomainAlias(domainAlias("example.net", "example.org")));
        assertThat(resolve("Bob+x@example.net"))
                .isEqualTo(new Resolution.Alias(List.of(Address.of("Bob+x@example.org"))));
        assertThat(directory.isLocal(Domain.of("example.net"))).isTrue();
        assertThat(directory.domains()).containsExactly(Domain.of("example.org"));
        assertThat(directory.owns(bob().id(), Address.of("bob@example.net"))).isTrue();
        assertThat(directory.findByLogin("bob@example.net", ANYWHERE)).contains(bob());
        assertThat(reason(directory.addAccount(account("carol@example.net"))))
                .contains("is an alias of example.org");
        assertThat(reason(directory.addDomain(Domain.of("example.net")))).contains("already");
        assertThat(reason(directory.addDomainAlias(domainAlias("example.net", "example.org"))))
                .contains("pabal domain remove example.net");
        assertThat(reason(directory.addDomainAlias(domainAlias("a.example", "b.example"))))
                .contains("pabal domain add b.example");
        assertThat(reason(directory.addDomainAlias(domainAlias("example.org", "example.org"))))
                .contains("names of its own");
        assertThat(aliasRefused("x@example.org", "x@example.net")).contains("come back to it");
        try (FakeStorage again = storage.reopened();
                BuiltInDirectory restarted = Directories.open(again)) {
            assertThat(restarted.domainAliases())
                    .containsExactly(domainAlias("example.net", "example.org"));
        }
    }

    @Test
    void allBelowADomainMayBeOtherNamesOfIt() {
        done(directory.addDomainAlias(domainAlias("*.example.org", "example.org")));
        assertThat(resolve("bob@a.b.example.org"))
                .isEqualTo(new Resolution.Alias(List.of(Address.of("bob@example.org"))));
        assertThat(resolve("bob@notexample.org")).isInstanceOf(Resolution.Foreign.class);
        done(directory.addDomain(Domain.of("own.example.org")));
        assertThat(resolve("bob@own.example.org")).isInstanceOf(Resolution.Unknown.class);
        assertThat(resolve("bob@x.own.example.org")).isInstanceOf(Resolution.Alias.class);
        done(directory.removeDomainAlias(new Domain("*.example.org")));
        assertThat(resolve("bob@a.b.example.org")).isInstanceOf(Resolution.Foreign.class);
        assertThat(reason(directory.removeDomainAlias(new Domain("*.example.org"))))
                .contains("not an alias");
    }

    @Test
    void aDomainWithOtherNamesIsNotRemoved() {
        done(directory.addDomain(Domain.of("empty.example")));
        done(directory.addDomainAlias(domainAlias("other.example", "empty.example")));
        assertThat(reason(directory.removeDomain(Domain.of("empty.example"))))
                .contains("remove them first");
        done(directory.removeDomainAlias(Domain.of("other.example")));
        done(directory.removeDomain(Domain.of("empty.example")));
    }

    private static DomainAlias domainAlias(String name, String target) {
        return new DomainAlias(DomainAlias.parseName(name).orElseThrow(), Domain.of(target));
    }

    @Test
    void theLongestNameThatIsThereWinsOverTheDetail() {
        try (FakeStorage other = new FakeStorage();
                BuiltInDirectory several =
                        new BuiltInDirectory(
                                other,
                                Directories.with(new Subaddress("+-")),
                                new SecureRandom(),
                                InstantSource.system())) {
            done(several.addDomain(Domain.of("example.org")));
            for (String name : List.of("mary", "mary-jane", "x+y")) {
                done(several.addAccount(account(name + "@example.org")));
            }
            assertThat(accountOf(several, "mary-jane-lists")).isEqualTo("mary-jane@example.org");
            assertThat(accountOf(several, "mary+a-b")).isEqualTo("mary@example.org");
            assertThat(accountOf(several, "x+y")).isEqualTo("x+y@example.org");
            assertThat(accountOf(several, "postmaster-x")).isEqualTo("mary@example.org");
            assertThat(accountOf(several, "-mary")).isEqualTo("nobody");
        }
    }

    private static String accountOf(BuiltInDirectory directory, String name) {
        return directory.resolve(Address.of(name + "@example.org"))
                        instanceof Resolution.Local(var account)
                ? account.address().toString()
                : "nobody";
    }

    @Test
    void domainsAreNamesAndAreRemovedEmpty() {
        assertThat(reason(directory.addDomain(Domain.of("[192.0.2.1]")))).contains("not a name");
        assertThat(reason(directory.addDomain(Domain.of("EXAMPLE.org")))).contains("already");
        assertThat(reason(directory.removeDomain(Domain.of("example.org"))))
                .contains("has accounts or aliases");
        assertThat(reason(directory.removeDomain(Domain.of("example.net"))))
                .contains("is not a domain");
        done(directory.addDomain(Domain.of("예시.kr")));
        assertThat(directory.domains())
                .containsExactly(Domain.of("example.org"), Domain.of("예시.kr"));
        assertThat(directory.isLocal(Domain.of(Domain.of("예시.kr").toAscii()))).isTrue();
        done(directory.removeDomain(Domain.of("예시.kr")));
        assertThat(directory.isLocal(Domain.of("예시.kr"))).isFalse();
    }

    @Test
    void accountIdsAreNeverUsedAgain() {
        done(directory.removeAccount(Address.of("alice@example.org")));
        done(directory.addAccount(account("alice@example.org")));
        assertThat(directory.findByLogin("alice", ANYWHERE).orElseThrow().id())
                .isEqualTo(new AccountId(3));
        done(directory.removeAccount(Address.of("alice@example.org")));
        try (FakeStorage again = storage.reopened();
                BuiltInDirectory restarted = Directories.open(again)) {
            done(restarted.addAccount(account("alice@example.org")));
            assertThat(restarted.findByLogin("alice", ANYWHERE).orElseThrow().id())
                    .isEqualTo(new AccountId(4));
        }
    }
}
