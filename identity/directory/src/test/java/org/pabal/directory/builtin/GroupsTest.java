// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.GroupRule;
import org.pabal.directory.Resolution;
import org.pabal.directory.WhoMaySend;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.testing.FakeStorage;

class GroupsTest {
    private static final Address TEAM = Address.of("team@example.org");

    private final FakeStorage storage = new FakeStorage();
    private final BuiltInDirectory directory =
            Directories.with(storage, "alice@example.org", "bob@example.org", "carol@example.org");

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    private void group(WhoMaySend senders, String owner, String... members) {
        done(
                directory.addAlias(
                        new Alias(
                                TEAM,
                                addresses(members),
                                Optional.of(owner).filter(o -> !o.isEmpty()).map(Address::of),
                                Optional.of(senders))));
    }

    private static List<Address> addresses(String... members) {
        return Stream.of(members).map(Address::of).toList();
    }

    private boolean admits(String from) {
        return new GroupRule(directory)
                .admits(
                        TEAM,
                        (Resolution.Alias) directory.resolve(TEAM),
                        Optional.of(from).filter(f -> !f.isEmpty()).map(Address::of));
    }

    @Test
    void membersComeAndGo() {
        group(WhoMaySend.ANYONE, "");
        assertThat(directory.resolve(TEAM)).isInstanceOf(Resolution.Alias.class);
        done(directory.addMembers(TEAM, addresses("alice@example.org", "x@example.net")));
        assertThat(reason(directory.addMembers(TEAM, addresses("ALICE@example.org"))))
                .contains("already");
        assertThat(reason(directory.addMembers(TEAM, addresses("nobody@example.org"))))
                .contains("pabal account add nobody@example.org");
        done(directory.removeMembers(TEAM, addresses("Alice@example.org")));
        assertThat(directory.resolve(TEAM))
                .isEqualTo(
                        new Resolution.Alias(
                                addresses("x@example.net"),
                                Optional.empty(),
                                Optional.of(WhoMaySend.ANYONE)));
        done(directory.removeMembers(TEAM, addresses("x@example.net")));
        assertThat(reason(directory.removeMembers(TEAM, addresses("x@example.net"))))
                .contains("not among");
        assertThat(directory.aliases()).singleElement().matches(Alias::isGroup);
    }

    @Test
    void anAliasKeepsALastTarget() {
        done(directory.addAlias(new Alias(TEAM, addresses("alice@example.org"))));
        done(directory.addMembers(TEAM, addresses("bob@example.org")));
        done(directory.removeMembers(TEAM, addresses("alice@example.org")));
        assertThat(reason(directory.removeMembers(TEAM, addresses("bob@example.org"))))
                .contains("1 to 1000");
    }

    @Test
    void noGroupIsItsOwnMember() {
        group(WhoMaySend.ANYONE, "");
        Address all = Address.of("all@example.org");
        done(directory.addAlias(new Alias(all, List.of(TEAM))));
        assertThat(reason(directory.addMembers(TEAM, List.of(all)))).contains("would come back");
        assertThat(reason(directory.addMembers(TEAM, List.of(TEAM)))).contains("would come back");
    }

    @Test
    void anyoneMaySendToAnOpenGroup() {
        group(WhoMaySend.ANYONE, "", "alice@example.org");
        assertThat(admits("x@example.net")).isTrue();
        assertThat(admits("")).isTrue();
    }

    @Test
    void membersMaySendUnderEachOfTheirNames() {
        done(
                directory.addAlias(
                        new Alias(Address.of("sales@example.org"), addresses("bob@example.org"))));
        group(
                WhoMaySend.MEMBERS,
                "carol@example.org",
                "alice@example.org",
                "bob@example.org",
                "friend@example.net");
        for (String member :
                List.of(
                        "alice@example.org",
                        "ALICE+list@example.org",
                        "sales@example.org",
                        "carol@example.org",
                        "Friend@example.net")) {
            assertThat(admits(member)).as(member).isTrue();
        }
        for (String other :
                List.of("", "x@example.net", "nobody@example.org", "team@example.com")) {
            assertThat(admits(other)).as(other).isFalse();
        }
    }

    @Test
    void theOwnDomainMaySendByEachOfItsNames() {
        done(
                directory.addDomainAlias(
                        new DomainAlias(Domain.of("example.com"), Domain.of("example.org"))));
        group(WhoMaySend.DOMAIN, "", "alice@example.org");
        assertThat(admits("bob@example.org")).isTrue();
        assertThat(admits("bob@example.com")).isTrue();
        assertThat(admits("bob@example.net")).isFalse();
        assertThat(admits("")).isFalse();
    }

    @Test
    void theOwnerAloneMaySendToAnAnnouncement() {
        group(WhoMaySend.OWNERS, "carol@example.org", "alice@example.org");
        assertThat(admits("carol@example.org")).isTrue();
        assertThat(admits("alice@example.org")).isFalse();
        done(directory.setGroup(TEAM, Optional.empty(), WhoMaySend.MEMBERS));
        assertThat(admits("alice@example.org")).isTrue();
        assertThat(admits("carol@example.org")).isFalse();
    }

    @Test
    void aRestartKeepsTheRule() {
        group(WhoMaySend.MEMBERS, "carol@example.org", "alice@example.org");
        List<Alias> before = directory.aliases();
        try (BuiltInDirectory restarted = Directories.open(storage)) {
            assertThat(restarted.aliases()).isEqualTo(before);
        }
    }
}
