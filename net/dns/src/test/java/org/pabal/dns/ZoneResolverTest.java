// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.Lookup;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.dns.Resolver.Security;

class ZoneResolverTest {

    private static final InetAddress FOUR = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress SIX = InetAddress.ofLiteral("2001:db8::1");

    @Test
    void linesOfMasterFilesAreRead() {
        ZoneResolver zone =
                ZoneResolver.of(
                        """
                        $TTL 3600
                        $ORIGIN Example.org.
                        @       3600 IN SOA ns hostmaster (
                                2026010101 ; serial
                                7200 3600 1209600 3600 )
                                IN 1h MX 20 mx2
                                MX 10 mx1.example.org.
                                TXT "v=spf1 " "mx; -all" ; a comment
                        mx1     A 192.0.2.1
                                AAAA 2001:db8::1
                        mx2     CNAME mx1
                        $ORIGIN .
                        1.2.0.192.in-addr.arpa PTR mx1.example.org
                        _25._tcp.mx1.example.org TLSA 3 1 1 \
                        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852B855
                        """);
        assertThat(zone.mx("example.ORG"))
                .isEqualTo(
                        new Answer.Found<>(
                                List.of(
                                        new MailExchanger(10, "mx1.example.org"),
                                        new MailExchanger(20, "mx2.example.org"))));
        assertThat(zone.txt("example.org."))
                .isEqualTo(new Answer.Found<>(List.of("v=spf1 mx; -all")));
        assertThat(zone.a("mx1.example.org")).isEqualTo(new Answer.Found<>(List.of(FOUR)));
        assertThat(zone.aaaa("mx1.example.org")).isEqualTo(new Answer.Found<>(List.of(SIX)));
        assertThat(zone.addresses("mx1.example.org"))
                .isEqualTo(new Answer.Found<>(List.of(SIX, FOUR)));
        assertThat(zone.names(FOUR)).isEqualTo(new Answer.Found<>(List.of("mx1.example.org")));
        assertThat(zone.look(Question.tlsa("_25._tcp.mx1.example.org")).answer())
                .isInstanceOfSatisfying(
                        Answer.Found.class,
                        found ->
                                assertThat(found.records().getFirst())
                                        .hasToString(
                                                "3 1 1 e3b0c44298fc1c149afbf4c8996fb92427ae41e464"
                                                        + "9b934ca495991b7852b855"));
        assertThat(zone.look(Question.a("mx2.example.org")).canonical())
                .isEqualTo("mx1.example.org");
        assertThat(zone.look(Question.cname("mx2.example.org")).answer())
                .isEqualTo(new Answer.Found<>(List.of("mx1.example.org")));
    }

    /// RFC 8020: names above others exist. RFC 4592: a wildcard stands for those that do not.
    @Test
    void absenceOfNameAndOfDataDiffer() {
        ZoneResolver zone =
                ZoneResolver.of(
                        """
                        a.b.example.org A 192.0.2.1
                        *.w.example.org TXT "any"
                        x.w.example.org A 192.0.2.1
                        dead.example.org CNAME gone.example.net
                        """);
        assertThat(zone.a("example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(zone.a("b.example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(zone.txt("a.b.example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(zone.a("c.example.org")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(zone.a("dead.example.org")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(zone.a("not a name")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(zone.txt("p.q.w.example.org")).isEqualTo(new Answer.Found<>(List.of("any")));
        assertThat(zone.a("y.w.example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(zone.txt("x.w.example.org")).isEqualTo(new Answer.NoData<>());
        assertThat(zone.txt("y.x.w.example.org")).isEqualTo(new Answer.NoSuchName<>());
        assertThat(zone.asked()).isEqualTo(10);
    }

    /// THREATS D08.
    @Test
    void faultsAreMarked() {
        ZoneResolver zone =
                ZoneResolver.of(
                        """
                        slow.example.org TIMEOUT
                        half.example.org TXT SERVFAIL
                        half.example.org A 192.0.2.1
                        loop.example.org CNAME pool.example.org
                        pool.example.org CNAME loop.example.org
                        """);
        assertThat(zone.mx("slow.example.org")).isInstanceOf(Answer.Failed.class);
        assertThat(zone.txt("half.example.org"))
                .isEqualTo(new Answer.Failed<>("SERVFAIL for half.example.org"));
        assertThat(zone.a("half.example.org")).isInstanceOf(Answer.Found.class);
        assertThat(zone.a("loop.example.org")).isInstanceOf(Answer.Failed.class);
        assertThat(zone.look(Question.cname("loop.example.org")).answer())
                .isEqualTo(new Answer.Found<>(List.of("pool.example.org")));
    }

    @Test
    void octetsOfTxtArePreserved() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }
        String octets = all.toString().repeat(9);
        ZoneResolver zone =
                new ZoneText()
                        .txt("all.example.org", octets)
                        .text("esc.example.org TXT \"a\\000\\255\\\"\\;b\" é")
                        .text("long.example.org TXT \"" + "x".repeat(3000) + "\"")
                        .text("none.example.org TXT \"\"")
                        .build();
        assertThat(zone.txt("all.example.org")).isEqualTo(new Answer.Found<>(List.of(octets)));
        assertThat(zone.txt("esc.example.org"))
                .isEqualTo(new Answer.Found<>(List.of("a\0\u00ff\";b\u00c3\u00a9")));
        assertThat(zone.txt("long.example.org"))
                .isEqualTo(new Answer.Found<>(List.of("x".repeat(3000))));
        assertThat(zone.txt("none.example.org")).isEqualTo(new Answer.Found<>(List.of("")));
    }

    @Test
    void dnssecVouchesWhereTheTextSaysSo() {
        ZoneResolver zone =
                ZoneResolver.of(
                        """
                        example.org SECURE
                        plain.example.org INSECURE
                        mx.example.org A 192.0.2.1
                        mx.plain.example.org A 192.0.2.1
                        in.example.org CNAME mx.example.org
                        out.example.org CNAME mx.plain.example.org
                        """);
        assertThat(zone.look(Question.a("mx.example.org")))
                .isEqualTo(
                        new Lookup<>(
                                new Answer.Found<>(List.of(FOUR)),
                                Security.SECURE,
                                "mx.example.org"));
        assertThat(zone.look(Question.a("in.example.org")).isSecure()).isTrue();
        assertThat(zone.look(Question.a("out.example.org")).isSecure()).isFalse();
        assertThat(zone.look(Question.cname("out.example.org")).isSecure()).isTrue();
        assertThat(zone.look(Question.a("mx.plain.example.org")).isSecure()).isFalse();
        assertThat(zone.look(Question.a("none.example.org")).isSecure()).isTrue();
    }

    @Test
    void unreadableLinesAreNamed() {
        for (String wrong :
                List.of(
                        "a.example",
                        "a.example NOTYPE x",
                        "a.example A 192.0.2",
                        "a.example MX 10",
                        "a.example TXT",
                        "a.example TXT \"open",
                        "a..example A 192.0.2.1",
                        "$INCLUDE other",
                        "a.example MX ( 10 mx.example")) {
            assertThatThrownBy(() -> ZoneResolver.of("; comment\n" + wrong))
                    .as(wrong)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("line 2 of the zone: ");
        }
    }
}
