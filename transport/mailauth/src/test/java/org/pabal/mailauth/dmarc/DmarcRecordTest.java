// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.message.Address;

class DmarcRecordTest {

    private static DmarcRecord read(String text) {
        return DmarcRecord.parse(text).orElseThrow();
    }

    @Test
    void allTagsAreRead() {
        DmarcRecord record =
                read(
                        "v=DMARC1; p=reject; sp=quarantine; np=none; adkim=s; aspf=s; psd=n; t=y;"
                                + " rua=mailto:a@example.org!10m, mailto:b@example.net;"
                                + " ruf=mailto:f@example.org; fo=1:d:s;");
        assertThat(record.p()).isEqualTo(Disposition.REJECT);
        assertThat(record.sp()).contains(Disposition.QUARANTINE);
        assertThat(record.np()).contains(Disposition.NONE);
        assertThat(record.dkim()).isEqualTo(AlignmentMode.STRICT);
        assertThat(record.spf()).isEqualTo(AlignmentMode.STRICT);
        assertThat(record.suffix()).isEqualTo(DmarcRecord.Suffix.NO);
        assertThat(record.testing()).isTrue();
        assertThat(record.rua())
                .containsExactly(
                        new ReportUri(
                                "mailto:a@example.org!10m",
                                Optional.of(Address.of("a@example.org")),
                                OptionalLong.of(10 << 20)),
                        new ReportUri(
                                "mailto:b@example.net",
                                Optional.of(Address.of("b@example.net")),
                                OptionalLong.empty()));
        assertThat(record.ruf()).hasSize(1);
        assertThat(record.fo()).isEqualTo("1:d:s");
        assertThat(record.fault()).isEmpty();
        assertThat(record.remarks()).isEmpty();
    }

    @Test
    void whatIsNotSaidHasItsDefault() {
        DmarcRecord record = read("v=DMARC1; p=none");
        assertThat(record.sp()).isEmpty();
        assertThat(record.np()).isEmpty();
        assertThat(record.dkim()).isEqualTo(AlignmentMode.RELAXED);
        assertThat(record.spf()).isEqualTo(AlignmentMode.RELAXED);
        assertThat(record.suffix()).isEqualTo(DmarcRecord.Suffix.UNKNOWN);
        assertThat(record.testing()).isFalse();
        assertThat(record.rua()).isEmpty();
        assertThat(record.fo()).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=DMARC2; p=none",
                "v=dmarc1; p=none",
                "p=none; v=DMARC1",
                "v=DMARC1x; p=reject",
                "v=spf1 -all",
                "DMARC1; p=none",
                ";v=DMARC1"
            })
    void otherTextIsNoRecord(String text) {
        assertThat(DmarcRecord.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1;p=reject",
                " v = DMARC1 ; p = Reject ;; ",
                "v=DMARC1; unknown; x=y; p=reject; =z; p2=none",
                "v=DMARC1; adkim=q; p=REJECT; aspf=",
                "v=DMARC1; p=reject; rua=; ruf=mailto:",
                "v=DMARC1; sp=none; p=reject"
            })
    void errorsElsewhereLeaveThePolicy(String text) {
        DmarcRecord record = read(text);
        assertThat(record.p()).isEqualTo(Disposition.REJECT);
        assertThat(record.fault()).isEmpty();
    }

    /// RFC 9989 §4.10.1, RFC 7489 §6.6.3.
    @Test
    void aPolicyThatCannotBeReadIsNoneWhereReportsAreWanted() {
        DmarcRecord record = read("v=DMARC1; p=block; np=reject; rua=mailto:a@example.org");
        assertThat(record.p()).isEqualTo(Disposition.NONE);
        assertThat(record.np()).isEmpty();
        assertThat(record.fault()).isEmpty();
        assertThat(record.remarks()).containsExactly("p= is none of none, quarantine, reject");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=DMARC1; p=block",
                "v=DMARC1; p=reject; sp=no",
                "v=DMARC1; p=reject; np=",
                "v=DMARC1; p=x; rua=nothing"
            })
    void aPolicyThatCannotBeReadIsAFaultOtherwise(String text) {
        assertThat(read(text).fault()).isPresent();
    }

    /// RFC 9989 §4.7: `p` may be missing.
    @Test
    void aMissingPolicyIsNone() {
        DmarcRecord record = read("v=DMARC1; rua=mailto:a@example.org");
        assertThat(record.p()).isEqualTo(Disposition.NONE);
        assertThat(record.fault()).isEmpty();
        assertThat(read("v=DMARC1").fault()).isEmpty();
    }

    @Test
    void aTagThatStandsTwiceCountsAsNotThere() {
        assertThat(read("v=DMARC1; p=reject; p=none").p()).isEqualTo(Disposition.NONE);
        assertThat(read("v=DMARC1; p=reject; rua=mailto:a@b.example; rua=mailto:c@d.example").rua())
                .isEmpty();
    }

    @Test
    void theOldPercentageCountsWhereItMeansATest() {
        assertThat(read("v=DMARC1; p=reject; pct=0").testing()).isTrue();
        assertThat(read("v=DMARC1; p=reject; pct=50").testing()).isFalse();
        assertThat(read("v=DMARC1; p=reject; pct=100").testing()).isFalse();
        assertThat(read("v=DMARC1; p=reject; pct=0; t=n").testing()).isFalse();
    }

    @Test
    void urisAreReadWithTheirSizes() {
        assertThat(sizeOf("mailto:a@example.org!5")).hasValue(5);
        assertThat(sizeOf("mailto:a@example.org!5K")).hasValue(5 << 10);
        assertThat(sizeOf("mailto:a@example.org!2g")).hasValue(2L << 30);
        assertThat(sizeOf("mailto:a@example.org!999999999999t")).hasValue(Long.MAX_VALUE);
        assertThat(sizeOf("https://example.org/report!1m")).hasValue(1 << 20);
        assertThat(ReportUri.parse("MAILTO:a%2Bb@example.org?subject=x").orElseThrow().address())
                .contains(Address.of("a+b@example.org"));
        assertThat(ReportUri.parse("https://example.org/").orElseThrow().address()).isEmpty();
        assertThat(
                        List.of(
                                "a@example.org",
                                "mailto:x",
                                "mailto:a@[192.0.2.1]",
                                "mailto:a@b.c!m",
                                "mailto:a@b.c!-1",
                                "mailto:a@b.c!1mm",
                                "mailto:a b@c.d",
                                ""))
                .allSatisfy(text -> assertThat(ReportUri.parse(text)).as(text).isEmpty());
    }

    private static OptionalLong sizeOf(String uri) {
        return ReportUri.parse(uri).orElseThrow().maxOctets();
    }

    @Test
    void ofManyUrisTheFirstTenCount() {
        String list = "mailto:a@example.org,".repeat(1_000);
        assertThat(read("v=DMARC1; p=none; rua=" + list).rua()).hasSize(10);
    }

    /// Fuzz: any text is read in any way but with an exception, and quickly.
    @Test
    void anyTextIsRead() {
        long seed = 20260301;
        Random random = new Random(seed);
        String[] pieces = {
            "v=DMARC1",
            ";",
            "=",
            "p=",
            "reject",
            "sp=",
            "np=",
            " ",
            "rua=mailto:",
            "a@b.example",
            "!",
            "10",
            "k",
            ",",
            "psd=y",
            "t=y",
            "pct=0",
            "\u0000",
            "\t",
            "%",
            "%zz",
            "é",
            "\uD800",
            "mailto:",
            "[",
            "]",
            "@",
            "?",
            "fo=1:d",
            "adkim=s"
        };
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "v=DMARC1;" : "");
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            String shown = "seed " + seed + ", round " + i + ": " + text;
            try {
                Optional<DmarcRecord> record = DmarcRecord.parse(text.toString());
                assertThat(record.isPresent())
                        .as(shown)
                        .isEqualTo(DmarcRecord.isDmarc(text.toString()));
            } catch (RuntimeException escaped) {
                throw new AssertionError(shown, escaped);
            }
        }
    }
}
