// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.fetch.FetchSource.Security;
import org.pabal.jmap.imports.MailPlaces.Place;
import org.pabal.message.Domain;

final class ImapBySrvTest {

    private static Place of(String domain, String zone) {
        return new ImapBySrv(ZoneResolver.of(zone), new Random(1)).of(new Domain(domain));
    }

    @Test
    void tlsFromTheFirstOctetComesBeforeStarttls() {
        assertThat(
                        of(
                                "old.example",
                                """
                                _imap._tcp.old.example. SRV 0 1 143 a.old.example.
                                _imaps._tcp.old.example. SRV 10 1 993 b.old.example.
                                _imaps._tcp.old.example. SRV 20 9 993 c.old.example.
                                """))
                .isEqualTo(new Place.Said("b.old.example", 993, Security.TLS, true));
        assertThat(of("old.example", "_imap._tcp.old.example. SRV 0 1 143 old.example."))
                .isEqualTo(new Place.Said("old.example", 143, Security.STARTTLS, true));
    }

    /// RFC 6186 §6
    @Test
    void aHostOutsideTheDomainIsForAPersonToJudge() {
        String zone = "_imaps._tcp.old.example. SRV 0 1 993 imap.provider.example.\n";
        assertThat(of("old.example", zone))
                .isEqualTo(new Place.Said("imap.provider.example", 993, Security.TLS, false));
        assertThat(of("old.example", zone + "old.example. SECURE\n"))
                .isEqualTo(new Place.Said("imap.provider.example", 993, Security.TLS, true));
        assertThat(of("old.example", "_imaps._tcp.old.example. SRV 0 1 993 imap.cold.example.\n"))
                .isEqualTo(new Place.Said("imap.cold.example", 993, Security.TLS, false));
    }

    @Test
    void whatIsNotOfferedIsNotWhatIsNotSaid() {
        String none = "_imap._tcp.old.example. SRV 0 0 0 .\n";
        assertThat(of("old.example", none + "_imaps._tcp.old.example. SRV 0 0 0 .\n"))
                .isEqualTo(new Place.NotOffered());
        assertThat(of("old.example", none)).isEqualTo(new Place.Unsaid());
        assertThat(of("old.example", "")).isEqualTo(new Place.Unsaid());
        assertThat(of("old.example", "_imaps._tcp.old.example. SERVFAIL"))
                .isInstanceOf(Place.Unknown.class);
    }

    @Test
    void aDomainOfAnyScriptIsAskedForByItsALabels() {
        Domain domain = Domain.parse("메일.example").orElseThrow();
        assertThat(
                        new ImapBySrv(
                                        ZoneResolver.of(
                                                "_imaps._tcp."
                                                        + domain.toAscii()
                                                        + ". SRV 0 1 993 imap."
                                                        + domain.toAscii()
                                                        + "."),
                                        new Random(1))
                                .of(domain))
                .isEqualTo(new Place.Said("imap." + domain.toAscii(), 993, Security.TLS, true));
    }
}
