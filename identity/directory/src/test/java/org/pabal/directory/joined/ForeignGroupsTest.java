// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.joined.JoinedStage.done;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.GroupId;
import org.pabal.directory.Groups;
import org.pabal.directory.Groups.Group;
import org.pabal.directory.LoginContext;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// Groups of a source as those to whom rights are given.
class ForeignGroupsTest {
    private static final Address STAFF = Address.of("staff@example.net");

    private final JoinedStage stage = new JoinedStage();

    @BeforeEach
    void people() {
        stage.source.put("k-bob", "bob@example.net", "secret");
        stage.source.put("k-ann", "ann@example.net", "secret");
        stage.source.group("k-staff", "staff@example.net", "k-bob", "k-nobody");
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private Groups groups() {
        return stage.directory.groups();
    }

    private Group staff() {
        return groups().find(STAFF).orElseThrow();
    }

    private AccountId id(String address) {
        return stage.local(address).id();
    }

    @Test
    void aGroupHasANumberForGood() {
        Group staff = staff();
        assertThat(groups().all()).containsExactly(staff);
        assertThat(groups().findByName("staff", LoginContext.within(STAFF.domain())))
                .contains(staff);
        assertThat(groups().find(Address.of("nobody@example.net"))).isEmpty();
        assertThat(id("bob@example.net").value()).isNotEqualTo(staff.id().value());
        stage.restart();
        assertThat(groups().find(staff.id())).contains(staff);
        assertThat(staff()).isEqualTo(staff);
    }

    @Test
    void membersAreThoseWhoHaveANumberHereAlsoIfTheyGetItLater() {
        GroupId staff = staff().id();
        assertThat(groups().members(staff)).isEmpty();
        AccountId bob = id("bob@example.net");
        Set<AccountId> members = groups().members(staff);
        assertThat(members).containsExactly(bob);
        assertThat(groups().members(staff)).isSameAs(members);
        assertThat(stage.source.memberQuestions).hasValue(1);
    }

    @Test
    void whoIsTakenOutIsOutAfterTheTimeForWhichAnswersHold() {
        GroupId staff = staff().id();
        AccountId bob = id("bob@example.net");
        AccountId ann = id("ann@example.net");
        assertThat(groups().members(staff)).containsExactly(bob);
        stage.source.group("k-staff", "staff@example.net", "k-ann");
        assertThat(groups().members(staff)).containsExactly(bob);
        stage.pass(Duration.ofSeconds(61));
        assertThat(groups().members(staff)).containsExactly(ann);
        stage.source.group("k-staff", "staff@example.net", "k-bob");
        stage.directory.sources().flush("");
        assertThat(groups().members(staff)).containsExactly(bob);
    }

    @Test
    void aSourceThatIsDownGivesNobodyMoreThanWasKnown() {
        GroupId staff = staff().id();
        AccountId bob = id("bob@example.net");
        assertThat(groups().members(staff)).containsExactly(bob);
        stage.source.down = true;
        stage.pass(Duration.ofMinutes(30));
        assertThat(groups().members(staff)).containsExactly(bob);
        assertThat(groups().find(staff)).isPresent();
        assertThat(groups().all()).extracting(Group::id).containsExactly(staff);
        assertThatThrownBy(this::staff).isInstanceOf(UnavailableException.class);
        stage.pass(Duration.ofHours(1));
        assertThatThrownBy(() -> groups().members(staff)).isInstanceOf(UnavailableException.class);
        assertThat(groups().find(staff)).isPresent();
        stage.restart();
        assertThat(groups().find(staff)).isPresent();
        assertThatThrownBy(() -> groups().members(staff)).isInstanceOf(UnavailableException.class);
    }

    @Test
    void groupsThatGiveNoAnswerAreNoReasonToAskForNoAccounts() {
        GroupId staff = staff().id();
        stage.source.down = true;
        for (int i = 0; i < Gate.FAILURES; i++) {
            assertThatThrownBy(() -> groups().members(staff)).hasMessage("the fake is down");
        }
        stage.source.down = false;
        assertThatThrownBy(() -> groups().members(staff)).hasMessageContaining("not asked for now");
        assertThat(id("bob@example.net")).isNotNull();
        stage.pass(Duration.ofSeconds(2));
        assertThat(groups().members(staff)).containsExactly(id("bob@example.net"));
    }

    @Test
    void aGroupThatIsOutOfSightKeepsItsNumberUntilAnotherHasItsName() {
        Group staff = staff();
        id("bob@example.net");
        stage.source.groups.clear();
        assertThat(groups().members(staff.id())).isEmpty();
        assertThat(groups().find(staff.id())).contains(staff);
        assertThat(staff()).as("so that its rights can be taken back").isEqualTo(staff);
        stage.source.group("k-new", "staff@example.net", "k-bob");
        Group anew = staff();
        assertThat(anew.id()).isNotEqualTo(staff.id());
        assertThat(groups().find(staff.id())).isEmpty();
        assertThat(groups().members(staff.id())).isEmpty();
    }

    @Test
    void aGroupKeepsItsNumberUnderAnotherName() {
        Group staff = staff();
        stage.source.group("k-staff", "personnel@example.net", "k-bob");
        assertThat(groups().find(STAFF)).isEmpty();
        Group personnel = groups().find(Address.of("personnel@example.net")).orElseThrow();
        assertThat(personnel.id()).isEqualTo(staff.id());
        stage.source.group("k-staff", "crew@example.net", "k-bob");
        stage.source.group("k-new", "personnel@example.net");
        stage.pass(Duration.ofSeconds(61));
        assertThat(groups().all())
                .extracting(each -> each.address().localPart())
                .containsExactly("crew", "personnel");
        assertThat(groups().find(staff.id()).orElseThrow().address())
                .isEqualTo(Address.of("crew@example.net"));
    }

    @Test
    void aGroupOfOursComesFirst() {
        GroupId there = staff().id();
        done(
                stage.directory.addAlias(
                        new Alias(
                                STAFF,
                                List.of(Address.of("ann@example.net")),
                                Optional.empty(),
                                Optional.of(WhoMaySend.ANYONE))));
        assertThat(staff().id()).isNotEqualTo(there);
        assertThat(groups().all()).containsExactly(staff());
        assertThat(groups().members(staff().id())).containsExactly(id("ann@example.net"));
        AccountId bob = id("bob@example.net");
        assertThat(groups().members(there)).containsExactly(bob);
    }

    @Test
    void whomAGroupNamesByAnAddressIsAMember() {
        stage.addHere("carol@example.org");
        stage.source.groups.put(
                "k-list",
                new SourceMembers(
                        new SourceGroup("k-list", Address.of("list@example.net"), false),
                        Set.of(),
                        Set.of(Address.of("carol@example.org"), Address.of("ann@example.net"))));
        Group list = groups().find(Address.of("list@example.net")).orElseThrow();
        assertThat(list.takesMail()).isFalse();
        assertThat(groups().members(list.id()))
                .containsExactlyInAnyOrder(id("carol@example.org"), id("ann@example.net"));
    }

    @Test
    void whatCannotBeReadIsNotAskedForAgainAtOnce() {
        GroupId staff = staff().id();
        stage.source.broken = Optional.of("k-staff");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> groups().members(staff))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("too many");
        }
        assertThat(stage.source.memberQuestions).hasValue(1);
    }
}
