// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.joined.JoinedStage.done;
import static org.pabal.directory.joined.JoinedStage.reason;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.directory.Resolution;
import org.pabal.directory.Role;
import org.pabal.directory.source.SourceAccount;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;

class ForeignNamesTest {
    private final JoinedStage stage = new JoinedStage();

    @AfterEach
    void close() {
        stage.close();
    }

    @Test
    void aSourcesAccountIsOneOfOurs() {
        stage.source.put("k1", "bob@example.net", "secret");
        assertThat(stage.directory.isLocal(JoinedStage.FOREIGN)).isTrue();
        assertThat(stage.directory.domains()).contains(JoinedStage.FOREIGN);
        Account bob = stage.local("BOB@example.net");
        assertThat(bob.address()).isEqualTo(Address.of("bob@example.net"));
        assertThat(stage.directory.account(bob.id())).contains(bob);
        assertThat(stage.directory.account(bob.address())).contains(bob);
        assertThat(stage.directory.accounts()).contains(bob);
        assertThat(stage.directory.owns(bob.id(), bob.address())).isTrue();
        assertThat(stage.resolve("nobody@example.net")).isInstanceOf(Resolution.Unknown.class);
        assertThat(stage.resolve("bob@example.com")).isInstanceOf(Resolution.Foreign.class);
    }

    @Test
    void whatIsHereComesFirst() {
        stage.source.put("k1", "bob@example.net", "secret");
        stage.source.put("k2", "carol@example.net", "secret");
        stage.addHere("only@example.net");
        Address bob = Address.of("bob@example.net");
        Address carol = Address.of("carol@example.net");
        done(stage.directory.addAlias(new Alias(bob, List.of(carol))));
        assertThat(stage.resolve("bob@example.net"))
                .isEqualTo(new Resolution.Alias(List.of(carol)));
        assertThat(stage.local("only+x@example.net").address().localPart()).isEqualTo("only");
        assertThat(stage.logIn("only@example.net", JoinedStage.PASSWORD)).isTrue();
        assertThat(stage.logIn("bob@example.net", "secret")).isTrue();
        assertThat(stage.directory.owns(stage.local("carol@example.net").id(), bob)).isTrue();
    }

    @Test
    void anAccountThatTheSourceHasIsNotMadeHere() {
        stage.source.put("k1", "bob@example.net", "secret");
        assertThatThrownBy(() -> stage.addHere("bob@example.net"))
                .hasMessageContaining("the directory fake has an account bob@example.net already");
        assertThat(reason(stage.directory.removeDomain(JoinedStage.FOREIGN)))
                .contains("[directories.NAME]");
    }

    @Test
    void theLongestNameWithoutItsDetailWins() { // RFC 5233
        stage.source.put("k1", "bob@example.net", "secret");
        stage.source.put("k2", "bob+lists@example.net", "secret");
        assertThat(stage.local("bob+lists+pabal@example.net").address().localPart())
                .isEqualTo("bob+lists");
        assertThat(stage.local("bob+other@example.net").address().localPart()).isEqualTo("bob");
    }

    @Test
    void anAliasHereOfEveryOtherNameHidesNoAccountThere() {
        stage.source.put("k1", "bob@example.net", "secret");
        Address everyOther = new Address("", JoinedStage.FOREIGN);
        done(
                stage.directory.addAlias(
                        new Alias(everyOther, List.of(Address.of("bob@example.net")))));
        assertThat(stage.local("bob@example.net").address().localPart()).isEqualTo("bob");
        assertThat(stage.resolve("x@example.net")).isInstanceOf(Resolution.Alias.class);
    }

    @Test
    void theSourceMayHaveAnAliasOfEveryOtherName() {
        stage.source.put("k1", "bob@example.net", "secret");
        stage.source.alias("@example.net", "bob@example.net");
        assertThat(stage.resolve("x@example.net"))
                .isEqualTo(new Resolution.Alias(List.of(Address.of("bob@example.net"))));
    }

    @Test
    void postmasterIsNeverUnknownWhereThereIsAnAccount() { // RFC 5321 §4.5.1
        assertThat(stage.resolve("postmaster@example.net")).isInstanceOf(Resolution.Unknown.class);
        stage.source.put("k1", "bob@example.net", "secret");
        stage.pass(Duration.ofSeconds(11));
        assertThat(stage.local("postmaster@example.net").address().localPart()).isEqualTo("bob");
        assertThat(stage.local("Abuse+x@example.net").address().localPart()).isEqualTo("bob");
        stage.source.put("k2", "abuse@example.net", "secret");
        stage.pass(Duration.ofSeconds(11));
        assertThat(stage.local("abuse@example.net").address().localPart()).isEqualTo("abuse");
    }

    @Test
    void anAliasOfTheDomainMeansTheNamesOfTheSource() {
        stage.source.put("k1", "bob@example.net", "secret");
        done(
                stage.directory.addDomainAlias(
                        new DomainAlias(Domain.of("example.com"), JoinedStage.FOREIGN)));
        assertThat(stage.resolve("bob@example.com"))
                .isEqualTo(new Resolution.Alias(List.of(Address.of("bob@example.net"))));
        assertThat(stage.logIn("bob@example.com", "secret")).isTrue();
    }

    @Test
    void aDisabledAccountTakesNoMailAndLetsNobodyIn() { // THREATS S34
        SourceAccount bob = stage.source.put("k1", "bob@example.net", "secret");
        Account before = stage.local("bob@example.net");
        stage.source.put(
                new SourceAccount(
                        "k1",
                        bob.address(),
                        "",
                        "",
                        Optional.empty(),
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        false,
                        Role.USER,
                        Optional.empty()));
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.resolve("bob@example.net")).isInstanceOf(Resolution.Disabled.class);
        assertThat(stage.logIn("bob@example.net", "secret")).isFalse();
        assertThat(stage.told).containsExactly(before.id()); // its sessions end
    }

    @Test
    void theHostIsEmptyForThisOne() {
        stage.source.put(
                stage.source.put("k1", "a@example.net", "x").withHost(Optional.of("here")));
        stage.source.put(stage.source.put("k2", "b@example.net", "x").withHost(Optional.of("b1")));
        assertThat(stage.local("a@example.net").isHere()).isTrue();
        assertThat(stage.local("b@example.net").host()).contains("b1");
        done(stage.directory.setHost(Address.of("b@example.net"), Optional.of("b2")));
        assertThat(stage.local("b@example.net").host()).contains("b2");
    }

    @Test
    void quotaIsKeptHereWhereTheSourceSaysNothing() {
        Address bob = stage.source.put("k1", "bob@example.net", "x").address();
        OptionalLong gigabyte = OptionalLong.of(1_000_000_000);
        done(stage.directory.setQuota(bob, gigabyte, OptionalLong.empty()));
        assertThat(stage.local("bob@example.net").quotaOctets()).isEqualTo(gigabyte);
        stage.restart();
        assertThat(stage.local("bob@example.net").quotaOctets()).isEqualTo(gigabyte);
        stage.source.put(
                new SourceAccount(
                        "k1",
                        bob,
                        "",
                        "",
                        Optional.empty(),
                        OptionalLong.of(5),
                        OptionalLong.empty(),
                        true,
                        Role.USER,
                        Optional.empty()));
        stage.pass(Duration.ofMinutes(2));
        assertThat(stage.local("bob@example.net").quotaOctets()).hasValue(5);
        assertThat(reason(stage.directory.setQuota(bob, gigabyte, gigabyte)))
                .contains("change it there");
    }

    @Test
    void anAccountThereMayBeGrantedAnAddressHere() {
        Address bob = stage.source.put("k1", "bob@example.net", "x").address();
        Grant grant = new Grant(bob, Address.of("sales@example.org"));
        done(stage.directory.grant(grant));
        Account account = stage.local("bob@example.net");
        assertThat(stage.directory.owns(account.id(), grant.sendAs())).isTrue();
        assertThat(stage.directory.grants()).contains(grant);
        done(stage.directory.revoke(grant));
        assertThat(stage.directory.owns(account.id(), grant.sendAs())).isFalse();
    }

    @Test
    void anAliasHereMayLeadThere() {
        stage.source.put("k1", "bob@example.net", "x");
        done(
                stage.directory.addAlias(
                        new Alias(
                                Address.of("sales@example.org"),
                                List.of(Address.of("bob@example.net")))));
        Account bob = stage.local("bob@example.net");
        assertThat(stage.directory.owns(bob.id(), Address.of("sales@example.org"))).isTrue();
    }

    @Test
    void anEntryThatCannotBeUsedPutsOffItsOwnMailAlone() { // THREATS L02, L03
        stage.source.put("k1", "bob@example.net", "x");
        stage.source.broken = Optional.of("carol");
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> stage.resolve("carol@example.net"))
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(stage.local("bob@example.net")).isNotNull();
    }
}
