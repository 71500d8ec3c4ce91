// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.directory.Language;
import org.pabal.directory.Subaddress;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.mta.testing.FakeDirectory;

/// Where mail goes, by the directory and by the settings.
final class RouterTest {
    private final FakeDirectory directory = new FakeDirectory();
    private RoutingConfig config = RoutingConfig.defaults();

    @TempDir private Path folder;

    RouterTest() {
        directory.domain("d.example");
        directory.domain("e.example");
        directory.account("bob@d.example");
    }

    private void routes(String... entries) {
        Map<String, RouteTarget> targets = new HashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            assertThat(RouteTable.isKey(entries[i])).as(entries[i]).isTrue();
            targets.put(entries[i], RouteTarget.parse(entries[i + 1]).orElseThrow());
        }
        config = new RoutingConfig(config.smarthosts(), new RouteTable(targets));
    }

    private Routing routing(String to) {
        return new Router(directory, config).route(Address.of(to), ReversePath.NULL);
    }

    /// All ends, in words.
    private String way(String to) {
        StringBuilder ways = new StringBuilder();
        for (Route route : routing(to).routes()) {
            ways.append(ways.isEmpty() ? "" : ", ").append(way(route));
        }
        return ways.toString();
    }

    private static String way(Route route) {
        return switch (route) {
            case Route.LocalAccount(var account, var address) ->
                    "account " + account.id() + " as " + address;
            case Route.Remote(var address, var hop) -> address + " by " + hop;
            case Route.ListCopy(var copy, var owner) -> way(copy) + " for " + owner;
            case Route.Refused(_, var reply) ->
                    reply.code()
                            + " "
                            + reply.status().orElseThrow()
                            + " "
                            + String.join(" ", reply.lines());
        };
    }

    private void smarthost() {
        config =
                new RoutingConfig(
                        Smarthosts.one(new NextHop.Relay("r", NextHop.Host.of("out.example", 587))),
                        config.routes());
    }

    @Test
    void twoBobsInTwoDomainsAreTwoAccounts() {
        directory.account("bob@e.example");
        assertThat(way("bob@d.example")).isEqualTo("account 1 as bob@d.example");
        assertThat(way("bob@e.example")).isEqualTo("account 2 as bob@e.example");
    }

    @Test
    void aDomainHasAWayOfItsOwnAndTheClosestEntryHolds() {
        smarthost();
        routes(
                "far.example", "mx.far.example:2525",
                "*.far.example", "smtp:below.example",
                "mx.far.example", "mx",
                "x@far.example", "lmtp:unix:/run/lmtp",
                "*", "smarthost");
        assertThat(way("a@far.example")).isEqualTo("a@far.example by mx.far.example:2525");
        assertThat(way("a@b.far.example")).isEqualTo("a@b.far.example by below.example:25");
        assertThat(way("a@mx.far.example")).contains("mail exchangers of mx.far.example");
        assertThat(way("X@far.example")).isEqualTo("X@far.example by lmtp:unix:/run/lmtp");
        assertThat(way("a@else.example")).contains("relay r (out.example:587)");
    }

    @Test
    void anAccountGoesWhereItsDomainGoes() {
        routes("d.example", "lmtp:back.example:2424", "bob@d.example", "local");
        directory.account("ann@d.example");
        assertThat(way("ann@d.example")).isEqualTo("ann@d.example by lmtp:back.example:2424");
        assertThat(way("nobody@d.example")).startsWith("550 5.1.1");
        assertThat(routing("ann@d.example").relay()).isFalse();
    }

    @Test
    void localExemptsAnAccountFromItsDomainsWay() {
        routes("d.example", "pipe:x", "bob@d.example", "local");
        assertThat(way("bob@d.example")).isEqualTo("account 1 as bob@d.example");
    }

    @Test
    void whatIsKeptHereIsOursAndWhatIsPassedOnIsRelayed() {
        routes(
                "p.example", "pipe:x",
                "l.example", "lmtp:back.example",
                "u.example", "lmtp:unix:/run/lmtp",
                "s.example", "smtp:other.example",
                "one@r.example", "pipe:x");
        for (String ours : List.of("a@p.example", "a@l.example", "a@u.example", "one@r.example")) {
            assertThat(routing(ours).relay()).as(ours).isFalse();
        }
        for (String relayed : List.of("a@s.example", "two@r.example", "a@else.example")) {
            assertThat(routing(relayed).relay()).as(relayed).isTrue();
        }
    }

    @Test
    void anErrorIsToldInTheOperatorsWords() {
        routes(
                "gone.example",
                "error:5.1.2 This domain has moved",
                "bob@d.example",
                "error:4.2.1 Wait");
        assertThat(way("a@gone.example")).isEqualTo("550 5.1.2 This domain has moved");
        assertThat(way("bob@d.example")).isEqualTo("451 4.2.1 Wait");
    }

    @Test
    void aMaildirOfStrangersHasToBeThere() throws Exception {
        routes("v.example", "maildir:" + folder + "/{domain}/{local}/Maildir");
        assertThat(way("ann@v.example")).startsWith("550 5.1.1");
        Files.createDirectories(folder.resolve("v.example/ann/Maildir/new"));
        assertThat(way("Ann@V.example")).startsWith("Ann@v.example by maildir:");
        assertThat(routing("ann@v.example").relay()).isFalse();
    }

    @Test
    void aRelayDomainGoesToItsExchangersWhoeverSendsIt() {
        smarthost();
        config =
                config.with(RelayDomains.of(List.of("b.example", "*.c.example"), Optional.empty()));
        assertThat(way("a@b.example")).isEqualTo("a@b.example by mail exchangers of b.example");
        assertThat(routing("a@b.example").relay()).isFalse();
        assertThat(routing("a@x.c.example").relay()).isFalse();
        assertThat(routing("a@c.example").relay()).isTrue();
        assertThat(way("a@c.example")).contains("relay r");
    }

    @Test
    void aRelayDomainMayKnowItsRecipients() {
        Set<Address> known =
                Set.of(Address.of("ann@b.example"), new Address("", Domain.of("all.example")));
        config =
                config.with(
                        RelayDomains.of(List.of("b.example", "all.example"), Optional.of(known)));
        assertThat(way("Ann@b.example")).contains("mail exchangers of b.example");
        assertThat(way("any@all.example")).contains("mail exchangers of all.example");
        assertThat(way("bob@b.example")).startsWith("550 5.1.1");
    }

    @Test
    void recipientsAreRewrittenOnceAndNotAgainInTheQueue() {
        config =
                config.with(
                        new Rewriting(
                                AddressMap.EMPTY,
                                new AddressMap(
                                        Map.of(
                                                "bob@d.example", "ann@d.example",
                                                "ann@d.example", "bob@d.example",
                                                "@old.example", "@d.example",
                                                "@gone.example", "bob@d.example")),
                                Set.of()));
        directory.account("ann@d.example");
        assertThat(way("bob@d.example")).isEqualTo("account 2 as ann@d.example");
        assertThat(way("ann@d.example")).isEqualTo("account 1 as bob@d.example");
        assertThat(way("ann@old.example")).isEqualTo("account 2 as ann@d.example");
        assertThat(way("x@gone.example")).isEqualTo("account 1 as bob@d.example");
        assertThat(routing("x@old.example").relay()).isFalse();
        Routing again =
                new Router(directory, config)
                        .routeAgain(Address.of("ann@d.example"), ReversePath.NULL);
        assertThat(way(again.routes().getFirst())).isEqualTo("account 2 as ann@d.example");
    }

    @Test
    void sendersAreRewrittenAndHostsHidden() {
        Rewriting rewriting =
                new Rewriting(
                        new AddressMap(Map.of("b@d.example", "Bob.Baker@d.example")),
                        AddressMap.EMPTY,
                        Set.of(Domain.of("d.example"), Domain.of("x.d.example")));
        assertThat(rewriting.sender(new ReversePath.To(Address.of("a@h.d.example"))).toString())
                .isEqualTo("<a@d.example>");
        assertThat(rewriting.sender(new ReversePath.To(Address.of("a@h.x.d.example"))).toString())
                .isEqualTo("<a@x.d.example>");
        assertThat(rewriting.sender(new ReversePath.To(Address.of("B@h.d.example"))).toString())
                .isEqualTo("<Bob.Baker@d.example>");
        assertThat(rewriting.author(Address.of("a@d.example"))).isEmpty();
        assertThat(rewriting.author(Address.of("a@notd.example"))).isEmpty();
        assertThat(rewriting.sender(ReversePath.NULL)).isEqualTo(ReversePath.NULL);
    }

    @Test
    void aRefusalDoesNotTellWhereAliasesLead() {
        directory.alias("info@d.example", "secret@d.example");
        assertThat(way("info@d.example"))
                .isEqualTo("550 5.1.1 <info@d.example>: No such user here");
    }

    @Test
    void aDisabledAccountIsRefusedWhereverItsDomainGoes() {
        routes("d.example", "pipe:x");
        directory.account("off@d.example", OptionalLong.empty(), false, Language.ENGLISH);
        assertThat(way("off@d.example")).startsWith("550 5.2.1");
    }

    @Test
    void detailsAreCutAtTheLongestNameThatIsThere() {
        Subaddress several = new Subaddress("+-");
        assertThat(several.bases("mary-jane+x")).containsExactly("mary-jane", "mary");
        assertThat(several.bases("+x")).isEmpty();
        assertThat(several.detail(Address.of("Mary-Jane+Shop@d.example"), "mary-jane"))
                .contains("Shop");
        assertThat(new Subaddress("").bases("a+b")).isEmpty();
    }

    /// An account on another host of this mail system goes there by LMTP, its aliases and details too;
    /// a host that is not known now makes mail wait, never bounce.
    @Test
    void accountsElsewhereGoToTheirHost() {
        directory.account("hurd@d.example", "imap");
        directory.account("lost@d.example", "gone");
        directory.account("idle@d.example", "closed");
        directory.account("here@d.example", "mail.d.example");
        directory.alias("both@d.example", "hurd@d.example", "bob@d.example");
        config =
                config.with(
                        (MailHosts)
                                name ->
                                        switch (name) {
                                            case "imap" ->
                                                    new MailHosts.Door.Open(
                                                            "imap",
                                                            NextHop.Host.lmtp("imap.example", 24),
                                                            Optional.empty());
                                            case "closed" ->
                                                    new MailHosts.Door.Closed("it has not joined");
                                            case "mail.d.example" -> new MailHosts.Door.Here();
                                            default -> new MailHosts.Door.Unknown();
                                        });
        assertThat(way("hurd@d.example")).isEqualTo("hurd@d.example by host imap");
        assertThat(way("hurd+list@d.example")).isEqualTo("hurd+list@d.example by host imap");
        assertThat(way("both@d.example")).startsWith("hurd@d.example by host imap, account ");
        assertThat(routing("hurd@d.example").steps())
                .contains("hurd@d.example lives on host imap: lmtp to imap.example:24");
        assertThat(routing("hurd@d.example").relay()).isFalse();
        assertThat(way("lost@d.example")).startsWith("451 4.3.5 ");
        assertThat(routing("lost@d.example").steps().getLast()).contains("declare [hosts.gone]");
        assertThat(way("idle@d.example")).startsWith("451 4.3.5 ");
        assertThat(way("here@d.example")).startsWith("account ");
    }
}
