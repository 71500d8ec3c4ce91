// SPDX-License-Identifier: Apache-2.0
package org.pabal.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class AddressTest {

    @Test
    void s08SizesOfRfc5321AreKept() {
        assertThat(Address.parse("a".repeat(64) + "@example.org")).isPresent();
        assertThat(Address.parse("a".repeat(65) + "@example.org")).isEmpty();
        String rewritten = "SRS0=HHHH=TT=" + "a".repeat(100) + ".example=bob";
        assertThat(Address.parse(rewritten + "@example.org")).isPresent();
        assertThat(Address.parse("\"" + rewritten + " x\"@example.org")).isPresent();
        assertThat(Address.parse(rewritten + "b".repeat(140) + "@example.org")).isEmpty();
        String domain = ("b".repeat(63) + ".").repeat(3) + "c".repeat(60);
        assertThat(Domain.parse(domain)).isPresent();
        assertThat(Domain.parse(domain + "x".repeat(5))).isEmpty();
        String longest = "a".repeat(59) + "@" + ("b".repeat(63) + ".").repeat(3) + "cc";
        assertThat("<" + longest + ">").hasSize(256);
        assertThat(ForwardPath.parse("<" + longest + ">")).isPresent();
        assertThat(ForwardPath.parse("<x" + longest + ">")).isEmpty();
        assertThat(ReversePath.parse("<x" + longest + ">")).isEmpty();
        assertThat(Address.parse("가".repeat(21) + "@example.org")).isPresent();
        assertThat(Address.parse("가".repeat(22) + "@example.org")).isEmpty();
    }

    @Test
    void s09DotsThatClimbAreNoLocalParts() {
        for (String path : new String[] {"../../etc/passwd", "a/../b", ".", "a..b", ".a", "a."}) {
            assertThat(ForwardPath.parse("<" + path + "@example.org>")).as(path).isEmpty();
        }
    }

    @Test
    void s10DomainsThatArePathsAreRefused() {
        String label64 = "a".repeat(64) + ".org";
        for (String name :
                new String[] {"..", "a/b", "-x", "x-", "a..b", label64, "", ".", "a b"}) {
            assertThat(Domain.parse(name)).as(name).isEmpty();
        }
        for (String name : new String[] {"a\0b.org", "a\r\n.org", "a\\b", "[1.2.3]", "[", "[]"}) {
            assertThat(Domain.parse(name)).as(name).isEmpty();
        }
    }

    @Test
    void s11PathsThatNameProgramsOrFilesStayNames() {
        assertThat(ReversePath.parse("<;id;@example.org>")).isEmpty();
        assertThat(ForwardPath.parse("<:include:/x@example.org>")).isEmpty();
        assertThat(ForwardPath.parse("<|/bin/sh@example.org>"))
                .contains(new ForwardPath.To(new Address("|/bin/sh", Domain.of("example.org"))));
    }

    @Test
    void s20BrokenOrDeceivingUnicodeIsRefused() {
        for (String local :
                new String[] {
                    "\uFFFD", "\uD800", "a\u202Eb", "\u0085", "\u2028", "\uFFFF", "\u2066"
                }) {
            assertThat(Address.parse(local + "@example.org")).as(local).isEmpty();
        }
        assertThat(Address.parse("홍길동@예시.kr").orElseThrow().needsSmtpUtf8()).isTrue();
        assertThat(Address.parse("\"a가\"@example.org")).isPresent();
    }

    @Test
    void s21ComposedAndDecomposedAreOneAddressAndNothingElseIsFolded() {
        Address nfc = Address.of("\uD55C@example.org");
        assertThat(Address.parse("\u1112\u1161\u11AB@example.org")).contains(nfc);
        assertThat(Address.of("ALICE@EXAMPLE.ORG").lookupForm())
                .isEqualTo(Address.of("alice@example.org"));
        assertThat(Address.of("\uFF41lice@example.org").lookupForm())
                .isNotEqualTo(Address.of("alice@example.org"));
        assertThat(Address.of("\u0130@example.org").lookupForm().localPart()).isEqualTo("\u0130");
    }

    @Test
    void pathsHaveBracketsAndMayHaveARouteThatIsIgnored() {
        var bob = Address.of("bob@example.org");
        assertThat(ReversePath.parse("<>")).contains(ReversePath.NULL);
        assertThat(ReversePath.parse("<bob@example.org>")).contains(new ReversePath.To(bob));
        assertThat(ForwardPath.parse("<@a.example:bob@example.org>"))
                .contains(new ForwardPath.To(bob));
        assertThat(ForwardPath.parse("<@a.example,@[IPv6:::1],@b.example:bob@example.org>"))
                .contains(new ForwardPath.To(bob));
        assertThat(ForwardPath.parse("<PostMaster>")).contains(new ForwardPath.Postmaster());
        for (String bad :
                new String[] {
                    "",
                    "<",
                    ">",
                    "bob@example.org",
                    "<bob@example.org",
                    "< bob@example.org>",
                    "<@:bob@example.org>",
                    "<@a.example bob@example.org>",
                    "<@a.example,bob@x.org>",
                    "<@a.example>",
                    "<@[1:bob@example.org>",
                    "<bob>",
                    "<<bob@example.org>>"
                }) {
            assertThat(ForwardPath.parse(bad)).as(bad).isEmpty();
            assertThat(ReversePath.parse(bad)).as(bad).isEmpty();
        }
        assertThat(ForwardPath.parse("<>")).isEmpty();
    }

    @Test
    void domainsComeInOneForm() {
        assertThat(Domain.of("EXAMPLE.Org.").name()).isEqualTo("example.org");
        assertThat(Domain.of("xn--vv4b11d.kr")).isEqualTo(Domain.of("예시.kr"));
        assertThat(Domain.of("예시.kr").toAscii()).isEqualTo("xn--vv4b11d.kr");
        assertThat(Domain.of("faß.de").toAscii()).isEqualTo("xn--fa-hia.de");
        assertThat(Domain.of("r3---x.example").name()).isEqualTo("r3---x.example");
        assertThat(Domain.parse("xn--a.kr")).isEmpty();
        assertThat(Domain.of("[IPv6:2001:DB8:0:0:0:0:0:1]").name()).isEqualTo("[IPv6:2001:db8::1]");
        assertThat(Domain.of("[IPv6:::ffff:192.0.2.1]").name()).isEqualTo("[IPv6:::ffff:c000:201]");
        assertThat(Domain.of("[ipv6:1:0:0:2:0:0:0:3]").name()).isEqualTo("[IPv6:1:0:0:2::3]");
        assertThat(Domain.of("[IPv6:1::]").name()).isEqualTo("[IPv6:1::]");
        assertThat(Domain.parse("[192.0.2.010]")).isEmpty();
    }

    @Test
    void enhancedStatusIsReadStrictly() {
        assertThat(EnhancedStatus.parse("5.1.1")).contains(new EnhancedStatus(5, 1, 1));
        for (String bad :
                new String[] {
                    "", "5", "5.1", "1.1.1", "5.1.1.1", "5.+1.1", "5.1.1000", "a.b.c", "5..1"
                }) {
            assertThat(EnhancedStatus.parse(bad)).as(bad).isEmpty();
        }
    }

    @Test
    void anyTextGivesAnAnswerAndWhatParsesIsStable() {
        long seed = 20250101;
        var random = new Random(seed);
        String alphabet = "ab.@\"\\<>[]:,;-_ \0\r\n()가\u1112\u1161\uD800%IPv6:0123x";
        for (int n = 0; n < 200_000; n++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(20);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String given = text.toString();
            ForwardPath.parse("<" + given + ">");
            Domain.parse(given)
                    .ifPresent(domain ->
                            assertThat(Domain.parse(domain.name()))
                                    .as("seed %d: %s", seed, given)
                                    .contains(domain));
            Address.parse(given)
                    .ifPresent(address ->
                            assertThat(Address.parse(address.toString()))
                                    .as("seed %d: %s", seed, given)
                                    .contains(address));
        }
    }
}
