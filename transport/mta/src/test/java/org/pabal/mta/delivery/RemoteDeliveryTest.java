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
import org.pabal.mta.relay.Contact;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.testing.FakeResolver;
import org.pabal.storage.BlobId;

/// Which hosts are tried, in which order, and what their absence means. THREATS D10.
final class RemoteDeliveryTest {
    private final FakeResolver resolver = new FakeResolver();
    private final List<String> tried = new ArrayList<>();
    private final Set<String> dead = new HashSet<>();
    private DeliveryConfig config =
            new DeliveryConfig(
                    "mail.d.example",
                    25,
                    Set.of(InetAddress.ofLiteral("198.51.100.1")),
                    Loopback.OURSELVES);

    private Outcome transmit(RemoteHost host, OutboundMail mail) {
        String address = host.address().getAddress().getHostAddress();
        tried.add(address);
        return dead.contains(address) || dead.contains("all")
                ? new Outcome.NotReached(
                        new Diagnosis(EnhancedStatusOf.NO_ANSWER, "dead", host.name()),
                        Contact.UNCLEAR)
                : new Outcome.Answered(List.of(Diagnosis.ours("2.0.0", "ok")));
    }

    private static final class EnhancedStatusOf {
        static final org.pabal.message.EnhancedStatus NO_ANSWER =
                org.pabal.message.EnhancedStatus.of("4.4.1");
    }

    private RemoteDelivery.Outcome attempt(NextHop hop) {
        tried.clear();
        Content content = new Content(new BlobId(1, 1), 10, 0, false, false, false);
        OutboundMail mail =
                new OutboundMail(
                        ReversePath.NULL,
                        List.of(
                                new OutboundMail.Recipient(
                                        Address.of("x@y.example"), RecipientRequest.NONE)),
                        content,
                        MailRequest.NONE);
        return new RemoteDelivery(config, resolver, new Random(5), this::transmit)
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
}
