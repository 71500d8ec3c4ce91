// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Resolver.Answer;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.delivery.DeliveryConfig.Loopback;
import org.pabal.mta.delivery.RemoteSession.Outcome;
import org.pabal.mta.queue.Content;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.relay.OutboundPort;
import org.pabal.mta.relay.PortConfig;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.mta.testing.FakeResolver;
import org.pabal.storage.BlobId;
import org.pabal.testkit.FakeClock;

/// Which hosts are tried, in which order, and what their absence means. THREATS D10.
final class RemoteDeliveryTest {
    private Origin origin = Origin.SUBMITTED;
    private final List<TlsResult> observed = new ArrayList<>();
    private final FakeResolver resolver = new FakeResolver();
    private final List<String> tried = new ArrayList<>();
    private final Set<String> dead = new HashSet<>();
    private DeliveryConfig config =
            new DeliveryConfig(
                    "mail.d.example",
                    25,
                    Set.of(InetAddress.ofLiteral("198.51.100.1")),
                    Loopback.OURSELVES);

    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private final OutboundPort port =
            new OutboundPort(
                    PortConfig.defaults(PortConfig.Loopback.TELLS_NOTHING),
                    host ->
                            dead.contains(host.getAddress().getHostAddress())
                                    ? Contact.TIMED_OUT
                                    : Contact.GREETED,
                    _ -> true,
                    clock);
    private Smarthosts smarthosts = Smarthosts.NONE;
    private Contact failure = Contact.UNCLEAR;

    private SenderChecks checks() {
        return new SenderChecks(smarthosts, (relay, senders) -> List.of(), List::of, clock);
    }

    private Optional<HostHealth> health = Optional.empty();
    private final List<TlsDemand> demanded = new ArrayList<>();
    private Random random = new Random(5);
    private MailRequest request = MailRequest.NONE;
    private org.pabal.message.EnhancedStatus deadStatus = EnhancedStatusOf.NO_ANSWER;
    private TlsPolicies policies = TlsPolicies.OPPORTUNISTIC;

    private Outcome transmit(RemoteHost host, OutboundMail mail) {
        String address = host.internet().orElseThrow().getHostAddress();
        tried.add(address);
        demanded.add(host.tls());
        return dead.contains(address) || dead.contains("all")
                ? new Outcome.NotReached(new Diagnosis(deadStatus, "dead", host.name()), failure)
                : new Outcome.Answered(List.of(Diagnosis.ours("2.0.0", "ok")));
    }

    private static final class EnhancedStatusOf {
        static final org.pabal.message.EnhancedStatus NO_ANSWER =
                org.pabal.message.EnhancedStatus.of("4.4.1");
    }

    private RemoteDelivery.Outcome attempt(NextHop hop) {
        tried.clear();
        Content content = new Content(new BlobId(1, 1), 10, 0, false, false, false, "");
        OutboundMail mail =
                new OutboundMail(
                        ReversePath.NULL,
                        List.of(
                                new OutboundMail.Recipient(
                                        Address.of("x@y.example"), RecipientRequest.NONE)),
                        content,
                        request,
                        origin,
                        "0000000000000001");
        return new RemoteDelivery(
                        new HostSearch(config, resolver, random, policies),
                        health.orElseGet(() -> new HostHealth(clock)),
                        this::transmit,
                        port,
                        checks(),
                        observed::add)
                .attempt(hop, mail);
    }

    private String status(String domain) {
        return attempt(new NextHop.Exchangers(Domain.of(domain)))
                .found()
                .getFirst()
                .status()
                .toString();
    }

    @Test
    void exchangersAreTriedByPreferenceAndAddressesInTurn() {
        resolver.mx("r.example", "10 a.example", "20 b.example");
        resolver.address("a.example", "192.0.2.1", "192.0.2.2", "2001:db8::1");
        resolver.address("b.example", "192.0.2.9");
        dead.add("all");
        assertEquals("4.4.1", status("r.example"));
        assertEquals(List.of("2001:db8:0:0:0:0:0:1", "192.0.2.1", "192.0.2.2", "192.0.2.9"), tried);
        dead.clear();
        dead.add("2001:db8:0:0:0:0:0:1");
        assertEquals("2.0.0", status("r.example"));
        assertEquals(2, tried.size(), "an address without route costs one try");
    }

    @Test
    void onlyWhatWasTriedAndNotReachedPutsADestinationToRest() {
        resolver.server("r.example", "192.0.2.1");
        NextHop hop = new NextHop.Exchangers(Domain.of("r.example"));
        assertEquals(Optional.empty(), attempt(hop).unreached());
        dead.add("all");
        assertEquals(Optional.of("mx.r.example said: dead"), attempt(hop).unreached());
        resolver.mx("r.example", new Answer.Failed<>("SERVFAIL"));
        assertEquals(Optional.empty(), attempt(hop).unreached());
    }

    @Test
    void tenHostsOfAHundredAreTried() {
        String[] hosts = new String[100];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = "10 h" + i + ".example";
            resolver.address("h" + i + ".example", "192.0.2." + i);
        }
        resolver.mx("many.example", hosts);
        dead.add("all");
        assertEquals("4.4.1", status("many.example"));
        assertEquals(10, new HashSet<>(tried).size());
    }

    @Test
    void whatTheDnsSaysDecidesBetweenNowAndNever() {
        resolver.mx("null.example", "0 .");
        resolver.mx("servfail.example", new Answer.Failed<>("SERVFAIL"));
        resolver.mx("half.example", "10 nowhere.example", "20 broken.example");
        resolver.address("broken.example", new Answer.Failed<>("no answer"));
        resolver.mx("hollow.example", "10 nowhere.example");
        assertEquals("5.1.10", status("null.example"));
        assertEquals("5.1.2", status("missing.example"));
        assertEquals("4.4.3", status("servfail.example"));
        assertEquals("4.4.3", status("half.example"));
        assertEquals("4.4.4", status("hollow.example"));
        assertEquals(List.of(), tried);
    }

    @Test
    void withoutMxTheDomainIsItsOwnExchanger() {
        resolver.mx("plain.example", new Answer.NoData<>());
        resolver.address("plain.example", "192.0.2.5");
        assertEquals("2.0.0", status("plain.example"));
        assertEquals(List.of("192.0.2.5"), tried);
        assertEquals("2.0.0", status("[192.0.2.6]"));
        assertEquals(List.of("192.0.2.6"), tried);
    }

    @Test
    void aWayBackToOurselvesIsALoop() {
        resolver.mx("self.example", "10 mail.d.example");
        resolver.mx("lo.example", "10 lo-host.example");
        resolver.address("lo-host.example", "127.0.0.1");
        resolver.mx("own.example", "10 own-host.example");
        resolver.address("own-host.example", "198.51.100.1");
        for (String domain :
                List.of("self.example", "lo.example", "own.example", "[127.0.0.1]", "[IPv6:::1]")) {
            assertEquals("5.4.6", status(domain), domain);
        }
        assertEquals(List.of(), tried);
        config = new DeliveryConfig("mail.d.example", 25, Set.of(), Loopback.OTHER_SERVERS);
        assertEquals("2.0.0", status("lo.example"));
    }

    /// As a backup exchanger we hand on to better ones only. RFC 5321 §5.1.
    @Test
    void betterExchangersThanOurselvesAreTriedEqualAndWorseAreNot() {
        resolver.mx(
                "backup.example",
                "10 better.example",
                "20 equal.example",
                "20 mail.d.example",
                "30 worse.example");
        resolver.address("better.example", "192.0.2.1");
        resolver.address("equal.example", "192.0.2.2");
        resolver.address("worse.example", "192.0.2.3");
        dead.add("all");
        assertEquals("4.4.1", status("backup.example"));
        assertEquals(List.of("192.0.2.1"), tried);
    }

    @Test
    void aHostOfTheSettingsIsUsedAsItIs() {
        resolver.address("relay.example", "127.0.0.1");
        RemoteDelivery.Outcome outcome = attempt(NextHop.Host.of("relay.example", 2525));
        assertEquals("2.0.0", outcome.found().getFirst().status().toString());
        assertEquals(
                "4.4.4",
                attempt(NextHop.Host.of("gone.example", 25))
                        .found()
                        .getFirst()
                        .status()
                        .toString());
    }

    @Test
    void aFamilyWithoutAWayIsLeftOutAndWithNeitherTheFallbackIsUsed() {
        resolver.mx("r.example", "10 a.example", "20 b.example", "30 c.example");
        resolver.address("a.example", "198.18.1.1", "2001:db8:1::1");
        resolver.address("b.example", "198.18.2.1", "2001:db8:2::1");
        resolver.address("c.example", "198.18.3.1");
        resolver.address("relay.example", "203.0.113.5");
        failure = Contact.TIMED_OUT;
        dead.addAll(List.of("198.18.1.1", "198.18.2.1", "198.18.3.1"));
        assertEquals("2.0.0", status("r.example"));
        assertEquals(1, tried.size(), "IPv6 answers");
        dead.addAll(List.of("2001:db8:1:0:0:0:0:1", "2001:db8:2:0:0:0:0:1"));
        assertEquals("4.4.1", status("r.example"));
        port.probeIfDue();
        dead.removeIf(address -> address.startsWith("2001:"));
        assertEquals("2.0.0", status("r.example"));
        assertEquals(List.of("2001:db8:1:0:0:0:0:1"), tried, "IPv4 is known to be blocked");
        resolver.mx("four.example", "10 c.example");
        RemoteDelivery.Outcome stuck = attempt(new NextHop.Exchangers(Domain.of("four.example")));
        assertEquals(
                "outbound port 25 is blocked: connections to 3 hosts timed out (IPv4); ask the"
                        + " provider to open it or set a relay",
                stuck.unreached().orElseThrow());
        assertEquals(List.of(), tried);
        NextHop.Relay relay = new NextHop.Relay("r", NextHop.Host.of("relay.example", 2525));
        smarthosts =
                new Smarthosts(
                        java.util.Map.of(),
                        Optional.empty(),
                        java.util.Map.of(),
                        Optional.of(relay),
                        Optional.empty());
        assertEquals("2.0.0", status("four.example"));
        assertEquals(List.of("203.0.113.5"), tried);
        dead.clear();
        clock.advance(java.time.Duration.ofMinutes(6));
        port.probeIfDue();
        assertEquals("2.0.0", status("four.example"));
        assertEquals(List.of("198.18.3.1"), tried, "direct again");
    }

    @Test
    void anExchangerWrittenAsAnAddressIsPassedOver() {
        resolver.mx("r.example", "10 192.0.2.1", "20 a.example");
        resolver.address("a.example", "2001:db8::2");
        assertEquals("2.0.0", status("r.example"));
        assertEquals(List.of("2001:db8:0:0:0:0:0:2"), tried);
        resolver.mx("only.example", "10 192.0.2.1");
        assertEquals("4.4.4", status("only.example"));
        assertEquals(List.of(), tried);
    }

    @Test
    void equalPreferencesShareTheLoad() {
        resolver.mx("r.example", "10 a.example", "10 b.example", "5 c.example");
        resolver.address("a.example", "192.0.2.1");
        resolver.address("b.example", "192.0.2.2");
        resolver.address("c.example", "192.0.2.3");
        dead.add("192.0.2.3");
        Set<String> first = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            random = new Random(seed);
            assertEquals("2.0.0", status("r.example"));
            assertEquals("192.0.2.3", tried.getFirst());
            first.add(tried.get(1));
        }
        assertEquals(Set.of("192.0.2.1", "192.0.2.2"), first);
    }

    @Test
    void aFamilyWithoutRouteGoesBehindTheOtherOneForAWhile() {
        health = Optional.of(new HostHealth(clock));
        resolver.mx("r.example", "10 a.example", "20 b.example");
        resolver.address("a.example", "192.0.2.1", "2001:db8::1");
        resolver.address("b.example", "192.0.2.2", "2001:db8::2");
        failure = Contact.NO_ROUTE;
        dead.add("2001:db8:0:0:0:0:0:1");
        assertEquals("2.0.0", status("r.example"));
        assertEquals(List.of("2001:db8:0:0:0:0:0:1", "192.0.2.1"), tried);
        assertEquals("2.0.0", status("r.example"));
        assertEquals(List.of("192.0.2.1"), tried, "IPv6 costs nothing any more");
        failure = Contact.REFUSED;
        dead.addAll(List.of("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:2"));
        assertEquals("4.4.1", status("r.example"));
        assertEquals(
                List.of("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2"),
                tried,
                "and is still the last resort");
        dead.clear();
        clock.advance(java.time.Duration.ofMinutes(11));
        assertEquals("2.0.0", status("r.example"));
        assertEquals(List.of("2001:db8:0:0:0:0:0:1"), tried);
    }

    @Test
    void anAddressThatLetUsWaitIsLeftOutForAllItsDomains() {
        health = Optional.of(new HostHealth(clock));
        resolver.address("mx.example", "192.0.2.1");
        resolver.mx("one.example", "10 mx.example");
        resolver.mx("two.example", "10 mx.example");
        failure = Contact.TIMED_OUT;
        dead.add("192.0.2.1");
        assertEquals("4.4.1", status("one.example"));
        RemoteDelivery.Outcome second = attempt(new NextHop.Exchangers(Domain.of("two.example")));
        assertEquals(List.of(), tried);
        assertEquals(Optional.of("mx.example said: dead"), second.unreached());
        dead.clear();
        clock.advance(java.time.Duration.ofMinutes(3));
        assertEquals("2.0.0", status("two.example"));
    }

    @Test
    void thePoliciesDecideAboutEachExchanger() { // RFC 8461 §5, RFC 7672 §2.1, THREATS T10
        resolver.mx("r.example", "10 stray.example", "20 unsure.example", "30 good.example");
        resolver.address("stray.example", "192.0.2.1");
        resolver.address("unsure.example", "192.0.2.2");
        resolver.address("good.example", "192.0.2.3");
        TlsPolicy strict =
                new TlsPolicy(
                        TlsPolicy.Type.STS,
                        "r.example",
                        List.of(),
                        List.of(),
                        Optional.of(new TlsFailure(TlsFailure.Kind.VALIDATION_FAILURE, "mx")));
        policies =
                (domain, exchanger) ->
                        switch (exchanger) {
                            case "stray.example" ->
                                    new TlsPolicies.Answer.Avoid(
                                            "MTA-STS does not name it", Optional.of(strict));
                            case "unsure.example" ->
                                    new TlsPolicies.Answer.Unknown("TLSA: SERVFAIL");
                            default -> new TlsPolicies.Answer.Use(TlsDemand.verified());
                        };
        assertEquals("2.0.0", status("r.example"));
        assertEquals(List.of("192.0.2.3"), tried);
        assertEquals(TlsDemand.Level.VERIFIED, demanded.getLast().level());
        assertEquals(
                List.of("stray.example"),
                observed.stream().map(TlsResult::exchanger).toList(),
                "who is passed over is reported");
        resolver.mx("r.example", "10 stray.example");
        RemoteDelivery.Outcome none = attempt(new NextHop.Exchangers(Domain.of("r.example")));
        assertEquals(
                "stray.example must not be used: MTA-STS does not name it",
                none.found().getFirst().text());
        assertEquals("4.7.0", none.found().getFirst().status().toString());
        resolver.mx("r.example", "10 unsure.example");
        assertEquals("4.7.0", status("r.example"));
        assertEquals(List.of(), tried);
    }

    @Test
    void aReportOnTlsGoesWhateverThePoliciesSay() { // RFC 8460 §3
        resolver.server("r.example", "192.0.2.1");
        policies =
                (domain, exchanger) ->
                        new TlsPolicies.Answer.Avoid(
                                "MTA-STS does not name it", Optional.of(TlsPolicy.none(domain)));
        assertEquals("4.7.0", status("r.example"));
        assertEquals(1, observed.size());
        origin = Origin.TLS_REPORT;
        assertEquals("2.0.0", status("r.example"));
        assertEquals(TlsDemand.Level.OPPORTUNISTIC, demanded.getLast().level());
        assertEquals(1, observed.size(), "and is no part of the next report");
    }

    @Test
    void settingsComeBeforeOtherPolicies() {
        resolver.server("r.example", "192.0.2.1");
        resolver.server("s.example", "192.0.2.2");
        policies =
                new TlsPoliciesOfSettings(
                        java.util.Map.of(Domain.of("r.example"), TlsDemand.Level.ENCRYPTED),
                        (domain, exchanger) -> new TlsPolicies.Answer.Use(TlsDemand.verified()));
        status("r.example");
        assertEquals(TlsDemand.Level.ENCRYPTED, demanded.getLast().level());
        status("s.example");
        assertEquals(TlsDemand.Level.VERIFIED, demanded.getLast().level());
    }

    @Test
    void requireTlsGoesToHostsThatCanProveWhoTheyAre() { // RFC 8689 §4.2.1
        request = new MailRequest(Optional.empty(), Optional.empty(), true, 0, Optional.empty());
        resolver.server("r.example", "192.0.2.1");
        assertEquals("5.7.30", status("r.example"));
        assertEquals(List.of(), tried);
        resolver.mx("own.example", new Answer.NoData<>());
        resolver.address("own.example", "192.0.2.5");
        assertEquals("2.0.0", status("own.example"));
        assertEquals(TlsDemand.Level.VERIFIED, demanded.getLast().level());
        policies = (domain, exchanger) -> new TlsPolicies.Answer.Use(TlsDemand.verified());
        assertEquals("2.0.0", status("r.example"));
        dead.add("all");
        assertEquals("4.4.1", status("r.example"), "a host that is away is waited for");
        deadStatus = org.pabal.message.EnhancedStatus.of("4.7.10");
        assertEquals("5.7.30", status("r.example"), "one without TLS is not");
        request = MailRequest.NONE;
        assertEquals("4.7.10", status("r.example"));
    }
}
