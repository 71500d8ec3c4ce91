// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.dns.StaticResolver.Entry;

class StaticResolverTest {

    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.1");

    private final Resolver behind =
            StaticResolver.alone(Map.of("other.example", Entry.parse(List.of("192.0.2.9"))));
    private final Resolver resolver =
            new StaticResolver(
                    Map.of(
                            "Example.ORG.",
                            Entry.parse(
                                    List.of(
                                            "MX 20 mx2.example.org",
                                            "mx 10 MX1.example.org.",
                                            "TXT v=spf1 mx -all")),
                            "mx1.example.org",
                            Entry.parse(List.of("192.0.2.1", "2001:db8::1")),
                            "_imaps._tcp.example.org",
                            Entry.parse(List.of("SRV 0 1 993 MX1.example.org.")),
                            "_pop3s._tcp.example.org",
                            Entry.parse(List.of("srv 0 0 0 .")),
                            "null.example",
                            Entry.parse(List.of("MX 0 ."))),
                    behind);

    @Test
    void answersForItsNames() {
        assertThat(resolver.mx("EXAMPLE.org"))
                .isEqualTo(
                        new Answer.Found<>(
                                List.of(
                                        new MailExchanger(10, "mx1.example.org"),
                                        new MailExchanger(20, "mx2.example.org"))));
        assertThat(resolver.txt("example.org"))
                .isEqualTo(new Answer.Found<>(List.of("v=spf1 mx -all")));
        assertThat(resolver.addresses("mx1.example.org"))
                .isEqualTo(
                        new Answer.Found<>(List.of(InetAddress.ofLiteral("2001:db8::1"), ADDRESS)));
        assertThat(resolver.names(ADDRESS))
                .isEqualTo(new Answer.Found<>(List.of("mx1.example.org")));
        assertThat(resolver.mx("null.example"))
                .isEqualTo(new Answer.Found<>(List.of(new MailExchanger(0, "."))));
    }

    @Test
    void answersWhereServicesAre() {
        assertThat(resolver.srv("_imaps._tcp.Example.org"))
                .isEqualTo(
                        new Answer.Found<>(List.of(new ServiceHost(0, 1, 993, "mx1.example.org"))));
        assertThat(resolver.srv("_pop3s._tcp.example.org"))
                .isEqualTo(new Answer.Found<>(List.of(new ServiceHost(0, 0, 0, "."))));
        assertThat(resolver.srv("_imap._tcp.example.org")).isEqualTo(new Answer.NoSuchName<>());
    }

    @Test
    void nameThatStandsHereHasNothingElse() {
        assertThat(resolver.addresses("example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(resolver.mx("mx1.example.org")).isEqualTo(new Answer.NoData<>());
    }

    @Test
    void otherNamesAreAskedFor() {
        assertThat(resolver.addresses("other.example")).isInstanceOf(Answer.Found.class);
        assertThat(resolver.mx("unknown.example")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(resolver.txt("unknown.example")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(resolver.names(InetAddress.ofLiteral("192.0.2.77")))
                .isEqualTo(new Answer.NoSuchName<>());
    }

    @Test
    void recordsThatAreNoneAreErrors() {
        for (String wrong :
                List.of(
                        "MX mx.example.org",
                        "MX 10",
                        "MX a b",
                        "SRV 0 1 mx.example.org",
                        "SRV 0 1 70000 mx.example.org",
                        "host.example",
                        "")) {
            assertThatThrownBy(() -> Entry.parse(List.of(wrong)))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
