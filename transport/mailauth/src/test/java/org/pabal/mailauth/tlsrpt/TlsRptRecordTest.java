// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.tlsrpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.mailauth.tlsrpt.TlsRptRecord.Destination;
import org.pabal.mailauth.tlsrpt.TlsRptRecord.Found;
import org.pabal.message.Address;

final class TlsRptRecordTest {
    private static Found parse(String... texts) {
        return TlsRptRecord.parse(List.of(texts));
    }

    private static List<Destination> destinations(String text) {
        return assertInstanceOf(Found.One.class, parse(text), text).record().destinations();
    }

    @Test
    void theExamplesOfTheRfc() { // RFC 8460 §3.1
        assertEquals(
                List.of(new Destination.Mail(Address.of("reports@example.com"))),
                destinations("v=TLSRPTv1;rua=mailto:reports@example.com"));
        assertEquals(
                List.of(new Destination.Https("reporting.example.com", 443, "/v1/tlsrpt")),
                destinations("v=TLSRPTv1; rua=https://reporting.example.com/v1/tlsrpt"));
    }

    @Test
    void severalPlacesAndExtensions() {
        assertEquals(
                List.of(
                        new Destination.Mail(Address.of("a+b@example.com")),
                        new Destination.Https("r.example.com", 8443, "/?d=1")),
                destinations(
                        "v=TLSRPTv1 ; ext=1; rua=mailto:a%2Bb@example.com , HTTPS://R.example.com:8443?d=1;"));
        Found found =
                parse("v=TLSRPTv1;rua=ftp://x.example/,mailto:x@y.example?subject=z,mailto:@");
        assertEquals(
                List.of("ftp://x.example/", "mailto:@"),
                assertInstanceOf(Found.One.class, found).passedOver());
    }

    @Test
    void otherRecordsAreNone() {
        assertEquals(new Found.None(), parse("v=spf1 -all", "v=TLSRPTv2; rua=mailto:a@b.example"));
    }

    @Test
    void whatIsNotOneWholeRecordIsUnusable() {
        for (String text :
                List.of(
                        "v=TLSRPTv1",
                        "v=TLSRPTv1; rua=",
                        "v=TLSRPTv1; rua=a@b.example",
                        "v=TLSRPTv1; rua=https://user@h.example/",
                        "v=TLSRPTv1; rua=https://h.example:99999/",
                        "v=TLSRPTv1; rua=https://[::1]/",
                        "v=TLSRPTv1; rua=https://h.example/\r\nX: y",
                        "v=TLSRPTv1; rua=mailto:a%0d%0ab@c.example",
                        "v=TLSRPTv1; rua=mailto:a%zz@c.example",
                        "v=TLSRPTv1; rua=https://" + "a.".repeat(1_900) + "a/",
                        "v=TLSRPTv1; nonsense; rua=mailto:a@b.example",
                        "v=TLSRPTv1; rua=" + "mailto:a@b.example,".repeat(400))) {
            assertInstanceOf(Found.Unusable.class, parse(text), text);
        }
        assertInstanceOf(
                Found.Unusable.class,
                parse("v=TLSRPTv1;rua=mailto:a@b.example", "v=TLSRPTv1;rua=mailto:a@b.example"));
    }

    @Test
    void anythingIsAnswered() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text =
                    new StringBuilder("v=TLSRPTv1;rua=mailto:a@b.example,https://c.d/");
            for (int i = random.nextInt(8); i >= 0; i--) {
                text.setCharAt(
                        11 + random.nextInt(text.length() - 11),
                        "%:/@,;= \u0000\u00E9?[".charAt(random.nextInt(12)));
            }
            assertNotNull(parse(text.toString()), "seed " + seed);
        }
    }
}
