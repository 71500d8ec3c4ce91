// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.dns.FakeNameServer.Place;
import org.pabal.dns.Resolver.Answer.Found;

/// SRV records as name servers give them, and the order in which clients try them. RFC 2782
class ServiceHostTest {
    private static final ServiceHost FIRST = new ServiceHost(0, 3, 993, "a.example");
    private static final ServiceHost SELDOM = new ServiceHost(0, 1, 993, "b.example");
    private static final ServiceHost NEVER = new ServiceHost(0, 0, 993, "c.example");
    private static final ServiceHost LATER = new ServiceHost(10, 60_000, 1993, "d.example");

    @Test
    void priorityComesBeforeWeight() {
        for (long seed = 0; seed < 100; seed++) {
            List<ServiceHost> ordered =
                    ServiceHost.inOrder(List.of(LATER, SELDOM, NEVER, FIRST), new Random(seed));
            assertThat(ordered).hasSize(4).endsWith(LATER).contains(FIRST, SELDOM, NEVER);
        }
    }

    @Test
    void weightSaysHowOften() {
        Random lot = new Random(1);
        Map<ServiceHost, Integer> firsts = new HashMap<>();
        for (int i = 0; i < 10_000; i++) {
            firsts.merge(
                    ServiceHost.inOrder(List.of(FIRST, SELDOM), lot).getFirst(), 1, Integer::sum);
        }
        // A sum of 4 has 5 lots, of which SELDOM, the first by weight, has 0 and 1.
        assertThat(firsts.get(FIRST)).isBetween(5_800, 6_200);
        assertThat(firsts.get(SELDOM)).isBetween(3_800, 4_200);
    }

    @Test
    void aDotIsDecidedlyNotOffered() {
        ServiceHost none = new ServiceHost(0, 0, 0, ".");
        assertThat(none.isOffered()).isFalse();
        assertThat(ServiceHost.inOrder(List.of(none), new Random(1))).isEmpty();
    }

    @Test
    void nameServersAnswerIsRead() throws IOException {
        try (FakeNameServer server =
                new FakeNameServer(query ->
                        Optional.of(
                                FakeNameServer.response(
                                        query,
                                        0,
                                        Place.ANSWER,
                                        "_imaps._tcp.example.org. 60 SRV 5 1 993 IMAP.example.org.",
                                        "_imaps._tcp.example.org. 60 SRV 0 0 0 .")))) {
            DnsResolver resolver =
                    new DnsResolver(
                            List.of(server.address()), DnsLimits.standard(), new Dnssec.Off());
            assertThat(resolver.srv("_imaps._tcp.example.org"))
                    .isEqualTo(
                            new Found<>(
                                    List.of(
                                            new ServiceHost(5, 1, 993, "imap.example.org"),
                                            new ServiceHost(0, 0, 0, "."))));
        }
    }

    @Test
    void zoneTextHasThem() {
        assertThat(
                        ZoneResolver.of("_jmap._tcp.example.org. SRV 0 1 443 mail.example.org.")
                                .srv("_jmap._tcp.example.org"))
                .isEqualTo(new Found<>(List.of(new ServiceHost(0, 1, 443, "mail.example.org"))));
    }
}
