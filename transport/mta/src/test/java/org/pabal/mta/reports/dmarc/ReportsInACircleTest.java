// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcChecker;
import org.pabal.mailauth.dmarc.ReportDestinations;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mailbox.stored.StoredMailboxes;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.reports.ReceivedReports;
import org.pabal.mta.reports.ReportKeeper;
import org.pabal.mta.reports.ReportLimits;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.ReportSigner;
import org.pabal.mta.reports.Rounds;
import org.pabal.mta.testing.MtaStage;

/// A domain of ours asks for reports: ours comes as mail to an account here and is read again.
class ReportsInACircleTest {
    private final ZoneResolver dns =
            ZoneResolver.of(
                    "_dmarc.d.example. TXT \"v=DMARC1; p=reject; rua=mailto:dmarc@d.example\"");
    private final MtaStage stage = new MtaStage(1);
    private ReceivedDmarcReports received;
    private AggregateReports sent;
    private ReportKeeper keeper;

    ReportsInACircleTest() {
        stage.otherStore =
                Optional.of(storage ->
                        new StoredMailboxes(storage, stage.clock, MailboxConfig.defaults()));
        stage.directory.account("dmarc@d.example");
        stage.build();
        start();
    }

    private void start() {
        received = new ReceivedDmarcReports(stage.storage, stage.directory::isLocal);
        sent =
                new AggregateReports(
                        DmarcReportConfig.defaults(
                                MtaStage.HOSTNAME, "D", Address.of("postmaster@d.example")),
                        stage.storage,
                        new ReportDestinations(dns),
                        new ReportPost(
                                stage.router,
                                stage.acceptance,
                                stage.store,
                                stage.ids,
                                ReportSigner.NONE,
                                stage.clock),
                        stage.clock);
        keeper =
                new ReportKeeper(
                        List.of(sent, received),
                        new ReceivedReports(
                                Set.of(Address.of("dmarc@d.example")),
                                List.of(received),
                                ReportLimits.standard(),
                                stage.router,
                                stage.store,
                                stage.storage),
                        stage.clock);
    }

    private void mail(String client, Disposition applied) {
        MessageHeader header =
                MessageHeader.parse(
                        "From: a@d.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        SpfOutcome spf =
                new SpfOutcome(
                        applied == Disposition.NONE ? SpfResult.PASS : SpfResult.FAIL,
                        new SpfIdentity.MailFrom(Address.of("a@d.example")),
                        "d.example",
                        "",
                        "",
                        "",
                        List.of());
        sent.observe(
                new JudgedMail(
                        InetAddress.ofLiteral(client),
                        "d.example",
                        "",
                        new DmarcChecker(dns).check(header, spf, List.of()),
                        spf,
                        List.of(),
                        applied,
                        List.of()));
    }

    @Test
    void ourReportIsReadAsItWasMeant() {
        mail("192.0.2.1", Disposition.NONE);
        mail("192.0.2.1", Disposition.NONE);
        mail("192.0.2.66", Disposition.REJECT);
        Rounds.of(keeper);
        stage.clock.advance(Duration.ofDays(1));
        Rounds.of(keeper);
        Rounds.of(keeper);
        stage.restart();
        start();
        Rounds.of(keeper);
        LocalDate day = LocalDate.parse("2026-03-01");
        DmarcNumbers numbers = received.numbers(Domain.of("d.example"), day, day);
        assertThat(numbers.reports()).isEqualTo(1);
        assertThat(numbers.total()).isEqualTo(new DmarcNumbers.Count(3, 2, 0, 2, 1));
        assertThat(numbers.reporters()).containsOnlyKeys("D");
        assertThat(numbers.sources())
                .isEqualTo(
                        Map.of(
                                "192.0.2.1", new DmarcNumbers.Count(2, 2, 0, 2, 0),
                                "192.0.2.66", new DmarcNumbers.Count(1, 0, 0, 0, 1)));
    }

    /// A mail that is no report, and one that is broken, stop nothing.
    @Test
    void otherMailIsPassedOver() {
        for (String content :
                List.of(
                        "Subject: a\r\n\r\nHello\r\n",
                        "Content-Type: application/gzip\r\nContent-Transfer-Encoding: base64\r\n"
                                + "\r\nH4sIAAAAAAAA/w==\r\n",
                        "Content-Type: application/zip\r\n\r\nPK\u0003\u0004 nothing\r\n",
                        "Content-Type: text/xml\r\n\r\n<!DOCTYPE a SYSTEM \"file:///x\"><a/>\r\n")) {
            assertThat(stage.receive("a@far.example").to("dmarc@d.example").send(content))
                    .startsWith("250");
        }
        Rounds.of(keeper);
        assertThat(
                        received.numbers(
                                        Domain.of("d.example"),
                                        LocalDate.parse("2026-01-01"),
                                        LocalDate.parse("2026-03-02"))
                                .reports())
                .isZero();
        mail("192.0.2.1", Disposition.NONE);
        Rounds.of(keeper);
        stage.clock.advance(Duration.ofDays(1));
        Rounds.of(keeper);
        Rounds.of(keeper);
        LocalDate day = LocalDate.parse("2026-03-01");
        assertThat(received.numbers(Domain.of("d.example"), day, day).reports()).isEqualTo(1);
    }
}
