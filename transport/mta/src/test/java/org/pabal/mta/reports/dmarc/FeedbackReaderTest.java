// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.message.Domain;
import org.pabal.mta.reports.format.v1.FeedbackOctets;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.testing.FakeStorage;

class FeedbackReaderTest {
    private static final Instant ARRIVED = Instant.parse("2026-03-02T03:00:00Z");
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    private final FakeStorage storage = new FakeStorage();
    private final ReceivedDmarcReports reports =
            new ReceivedDmarcReports(storage, Domain.of("d.example")::equals);

    private static String report(String id, String domain, long begin, String records) {
        return """
        <?xml version="1.0"?>
        <feedback><report_metadata><org_name>far.example</org_name><email>x@far.example</email>
        <report_id>%s</report_id><date_range><begin>%d</begin><end>%d</end></date_range>
        </report_metadata><policy_published><domain>%s</domain><p>none</p></policy_published>%s</feedback>
        """
                .formatted(id, begin, begin + 86_399, domain, records);
    }

    private static String row(String ip, int count, String dkim, String spf) {
        return "<record><row><source_ip>%s</source_ip><count>%d</count><policy_evaluated><disposition>none</disposition><dkim>%s</dkim><spf>%s</spf></policy_evaluated></row><identifiers><header_from>d.example</header_from></identifiers><auth_results/></record>"
                .formatted(ip, count, dkim, spf);
    }

    private Optional<List<Change>> read(String text) throws IOException {
        Optional<List<Change>> changes =
                reports.read(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), ARRIVED);
        changes.filter(some -> !some.isEmpty())
                .ifPresent(some ->
                        storage.commit(
                                new Commit(
                                        UUID.randomUUID(),
                                        List.of(SpaceChanges.of(Space.Shared.REPORTS, some)))));
        return changes;
    }

    private static final long BEGIN = 1_772_323_200L;

    @Test
    void aReportCountsOnce() throws IOException {
        String text =
                report(
                        "1",
                        "d.example",
                        BEGIN,
                        row("192.0.2.1", 3, "pass", "fail")
                                + row("192.0.2.1", 4, "PASS", "fail")
                                + row("192.0.2.2", 1, "fail", "fail"));
        assertThat(read(text).orElseThrow()).hasSize(1);
        assertThat(read(text).orElseThrow()).isEmpty();
        assertThat(read("\uFEFF" + text.replace(">1<", ">2<")).orElseThrow()).hasSize(1);
        List<FeedbackOctets> found = reports.of(Domain.of("d.example"), DAY, DAY);
        assertThat(found).hasSize(2);
        assertThat(found.getFirst().sources())
                .containsExactly(
                        new FeedbackOctets.Source("192.0.2.1", "none", true, false, 7),
                        new FeedbackOctets.Source("192.0.2.2", "none", false, false, 1));
        reports.sendDue(ARRIVED.plusSeconds(500 * 86_400L));
        assertThat(reports.of(Domain.of("d.example"), DAY, DAY)).isEmpty();
    }

    @Test
    void onlyOurDomainsAndDaysCount() throws IOException {
        String row = row("192.0.2.1", 3, "pass", "fail");
        assertThat(read(report("1", "other.example", BEGIN, row))).contains(List.of());
        assertThat(read(report("2", "d.example", BEGIN - 100 * 86_400L, row))).contains(List.of());
        assertThat(read(report("3", "d.example", 4_102_444_800L, row))).contains(List.of());
        assertThat(read(report("3", "d.example", 99_999_999_999_999L, row))).contains(List.of());
        assertThat(read(report("4", "news.d.example", BEGIN, row)).orElseThrow()).hasSize(1);
        assertThat(read(report("5", "d.example", BEGIN, "")).orElseThrow()).hasSize(1);
    }

    @Test
    void sourcesBeyondTheLimitAreOne() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 6_000; i++) {
            rows.append(row("2001:db8::" + Integer.toHexString(i), 1, "fail", "fail"));
        }
        read(report("1", "d.example", BEGIN, rows.toString()));
        List<FeedbackOctets.Source> sources =
                reports.of(Domain.of("d.example"), DAY, DAY).getFirst().sources();
        assertThat(sources).hasSize(5_001);
        assertThat(sources.getLast())
                .isEqualTo(new FeedbackOctets.Source("", "", false, false, 1_000));
    }

    /// THREATS M15.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE feedback SYSTEM \"file:///etc/passwd\"><feedback/>",
                "<!DOCTYPE feedback [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><feedback><version>&x;</version></feedback>",
                "<!DOCTYPE feedback [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><feedback>&b;</feedback>",
                "<feedback>&x;</feedback>",
                "<feedback><a></b></feedback>",
                "<feedback>",
                "no xml at all",
                ""
            })
    void whatIsNoHarmlessXmlIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void depthIsBounded() {
        assertThatThrownBy(() -> read("<feedback>" + "<a>".repeat(100_000)))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html/>", "<feedback/>", "<feedback><version>1</version></feedback>"})
    void otherXmlIsNoReport(String text) throws IOException {
        assertThat(read(text)).isEmpty();
    }

    /// Fuzz.
    @Test
    void damagedReportsEnd() {
        long seed = 11;
        Random random = new Random(seed);
        byte[] whole =
                report("1", "d.example", BEGIN, row("192.0.2.1", 3, "pass", "fail"))
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 5_000; i++) {
            byte[] damaged = whole.clone();
            for (int n = 1 + random.nextInt(5); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                reports.read(new ByteArrayInputStream(damaged), ARRIVED);
            } catch (IOException expected) {
                assertThat(expected).isNotNull();
            } catch (RuntimeException escaped) {
                throw new AssertionError("seed " + seed + ", round " + i, escaped);
            }
        }
    }
}
