// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.GroupId;
import org.pabal.directory.GroupRule;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
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

    private AccountId id(String address) {
        return directory.account(Address.of(address)).orElseThrow().id();
    }

    private Group group(String address) {
        return directory.groups().find(Address.of(address)).orElseThrow();
    }

    @Test
    void aGroupKeepsItsNumberAndNoOtherEverHasIt() {
        group(WhoMaySend.ANYONE, "", "alice@example.org");
        Group team = group("TEAM@example.org");
        assertThat(directory.groups().find(team.id())).contains(team);
        assertThat(directory.groups().all()).containsExactly(team);
        assertThat(directory.groups().findByName("team", LoginContext.within(TEAM.domain())))
                .contains(team);
        done(directory.setGroup(TEAM, Optional.empty(), WhoMaySend.MEMBERS));
        try (BuiltInDirectory again = Directories.open(storage)) {
            assertThat(again.groups().find(TEAM)).contains(team);
        }
        done(directory.removeAlias(TEAM));
        assertThat(directory.groups().find(team.id())).isEmpty();
        assertThat(directory.groups().members(team.id())).isEmpty();
        group(WhoMaySend.ANYONE, "", "alice@example.org");
        assertThat(group("team@example.org").id().value()).isGreaterThan(team.id().value());
        try (BuiltInDirectory again = Directories.open(storage)) {
            assertThat(again.groups().all()).containsExactly(group("team@example.org"));
        }
    }

    @Test
    void anAliasIsNoGroupUntilItIsMadeOne() {
        done(directory.addAlias(new Alias(TEAM, addresses("alice@example.org"))));
        assertThat(directory.groups().find(TEAM)).isEmpty();
        done(directory.setGroup(TEAM, Optional.empty(), WhoMaySend.ANYONE));
        assertThat(directory.groups().members(group("team@example.org").id()))
                .containsExactly(id("alice@example.org"));
    }

    @Test
    void membersAreThoseOfGroupsWithinToo() {
        Address staff = Address.of("staff@example.org");
        done(
                directory.addAlias(
                        new Alias(Address.of("b@example.org"), addresses("bob@example.org"))));
        done(
                directory.addAlias(
                        new Alias(
                                staff,
                                addresses("b@example.org", "x@example.net"),
                                Optional.empty(),
                                Optional.of(WhoMaySend.ANYONE))));
        group(WhoMaySend.ANYONE, "", "alice@example.org", "staff@example.org");
        GroupId team = group("team@example.org").id();
        List<String> told = new ArrayList<>();
        directory.groups().whenChanged(() -> told.add("changed"));
        Set<AccountId> members = directory.groups().members(team);
        assertThat(members)
                .containsExactlyInAnyOrder(id("alice@example.org"), id("bob@example.org"));
        assertThat(directory.groups().members(team)).isSameAs(members);
        done(directory.removeMembers(staff, addresses("b@example.org")));
        assertThat(told).isNotEmpty();
        assertThat(directory.groups().members(team)).containsExactly(id("alice@example.org"));
        done(directory.disableAccount(Address.of("alice@example.org")));
        assertThat(directory.groups().members(team)).containsExactly(id("alice@example.org"));
        done(directory.removeAccount(Address.of("alice@example.org")));
        assertThat(directory.groups().members(team)).isEmpty();
    }

    /// As a directory was written before groups had numbers.
    @Test
    void groupsFromBeforeGetANumberAtTheStart() {
        group(WhoMaySend.ANYONE, "", "alice@example.org");
        storage.commit(
                new Commit(
                        UUID.randomUUID(),
                        List.of(
                                SpaceChanges.of(
                                        Space.Shared.DIRECTORY,
                                        List.of(
                                                new Change.Delete(
                                                        DirectoryFormat.groupKey(
                                                                group("team@example.org")
                                                                        .id())))))));
        try (BuiltInDirectory again = Directories.open(storage)) {
            Group numbered = again.groups().find(TEAM).orElseThrow();
            assertThat(again.groups().members(numbered.id()))
                    .containsExactly(id("alice@example.org"));
            done(
                    again.addAlias(
                            new Alias(
                                    Address.of("c@example.org"), addresses("carol@example.org"))));
            try (BuiltInDirectory third = Directories.open(storage)) {
                assertThat(third.groups().all()).containsExactly(numbered);
            }
        }
    }
}
