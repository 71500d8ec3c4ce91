// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.dkim.DkimOutcome;
import org.pabal.mailauth.dkim.DkimResult;
import org.pabal.mailauth.dmarc.Disposition;
import org.pabal.mailauth.dmarc.DmarcChecker;
import org.pabal.mailauth.dmarc.DmarcOutcome;
import org.pabal.mailauth.dmarc.ReportDestinations;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.mailauth.spf.SpfResult;
import org.pabal.message.Address;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.delivery.OutboundMail;
import org.pabal.mta.delivery.RemoteHost;
import org.pabal.mta.delivery.RemoteSession;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.ReportSigner;
import org.pabal.mta.testing.MtaStage;

/// A day of mail, and the reports of it through the queue to a remote host.
class AggregateReportsTest {
    private static final String ZONE =
            """
            _dmarc.shop.example.     TXT "v=DMARC1; p=reject; rua=mailto:dmarc@shop.example!1m"
            news.shop.example.       A   192.0.2.1
            _dmarc.quiet.example.    TXT "v=DMARC1; p=reject"
            _dmarc.test.example.     TXT "v=DMARC1; p=quarantine; sp=none; np=reject; t=y; adkim=s; fo=1; rua=mailto:a@test.example,mailto:b@test.example,mailto:a@test.example,https://test.example/r"
            _dmarc.agency.example.   TXT "v=DMARC1; p=none; rua=mailto:r@reports.test, mailto:n@never.test, mailto:m@moved.test, mailto:e@elsewhere.test"
            agency.example._report._dmarc.reports.test.   TXT "v=DMARC1"
            agency.example._report._dmarc.moved.test.     TXT "v=DMARC1; rua=mailto:other@moved.test"
            agency.example._report._dmarc.elsewhere.test. TXT "v=DMARC1; rua=mailto:victim@never.test"
            _dmarc.slow.example.     TXT "v=DMARC1; p=none; rua=mailto:r@silent.test"
            slow.example._report._dmarc.silent.test. TIMEOUT
            _dmarc.small.example.    TXT "v=DMARC1; p=none; rua=mailto:r@small.example!100"
            _dmarc.gone.example.     TXT "v=DMARC1; p=none; rua=mailto:nobody@d.example"
            gone.example._report._dmarc.d.example. TXT "v=DMARC1"
            """;

    private final ZoneResolver dns = ZoneResolver.of(ZONE);
    private final DmarcChecker checker = new DmarcChecker(dns);
    private final MtaStage stage = new MtaStage(1);
    private final List<String> sent = new ArrayList<>();
    private final List<String> sentTo = new ArrayList<>();
    private DmarcReportConfig config =
            DmarcReportConfig.defaults(
                    MtaStage.HOSTNAME, "D & Söhne <Example>", Address.of("postmaster@d.example"));
    private AggregateReports reports = reports();

    @BeforeEach
    void remoteHosts() {
        for (String domain :
                List.of(
                        "shop.example",
                        "test.example",
                        "reports.test",
                        "moved.test",
                        "small.example",
                        "silent.test")) {
            stage.resolver.server(domain, "192.0.2.25");
        }
        stage.remote = this::transmit;
    }

    private AggregateReports reports() {
        return new AggregateReports(
                config,
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
    }

    private RemoteSession.Outcome transmit(RemoteHost host, OutboundMail mail) {
        try (InputStream in = new RelayedOctets(stage.storage, mail.content()).open()) {
            sent.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        sentTo.add(mail.from() + " " + mail.addresses());
        return new RemoteSession.Outcome.Answered(
                mail.recipients().stream()
                        .map(_ -> new Diagnosis(EnhancedStatus.of("2.0.0"), "OK", "mx"))
                        .toList());
    }

    private static SpfOutcome spf(SpfResult result, String domain) {
        return new SpfOutcome(
                result,
                new SpfIdentity.MailFrom(Address.of("a@" + domain)),
                domain,
                "",
                "",
                "",
                List.of());
    }

    private static DkimOutcome dkim(DkimResult result, String domain) {
        return new DkimOutcome(
                result, domain, "sel", "@" + domain, "rsa-sha256", 2048, "", false, "", "");
    }

    private void mail(
            String client,
            String from,
            SpfOutcome spf,
            List<DkimOutcome> dkim,
            Disposition applied,
            JudgedMail.Overriding... overrides) {
        MessageHeader header =
                MessageHeader.parse(
                        ("From: a@" + from + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        DmarcOutcome outcome = checker.check(header, spf, dkim);
        reports.observe(
                new JudgedMail(
                        InetAddress.ofLiteral(client),
                        spf.domain(),
                        "d.example",
                        outcome,
                        spf,
                        dkim,
                        applied,
                        List.of(overrides)));
    }

    private void plainMail(String from) {
        mail("192.0.2.9", from, spf(SpfResult.NONE, "x.example"), List.of(), Disposition.NONE);
    }

    /// Flushes, goes to the next day and sends.
    private void nextDay() {
        reports.flush();
        Instant day = stage.clock.instant().plus(Duration.ofDays(1));
        stage.clock.set(day.truncatedTo(java.time.temporal.ChronoUnit.DAYS).plus(config.delay()));
        reports.sendDue(stage.clock.instant());
        while (stage.work() > 0) {}
    }

    private static byte[] attachment(String mail) {
        String start = "filename=\"";
        int at = mail.indexOf("\r\n\r\n", mail.indexOf(start));
        int end = mail.indexOf("\r\n--", at);
        byte[] packed = Base64.getMimeDecoder().decode(mail.substring(at, end));
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        } catch (IOException damaged) {
            throw new AssertionError(mail, damaged);
        }
    }

    @Test
    void aDayIsReportedToTheOwnerOfTheDomain() {
        for (int i = 0; i < 3; i++) {
            mail(
                    "192.0.2.1",
                    "shop.example",
                    spf(SpfResult.PASS, "news.shop.example"),
                    List.of(
                            dkim(DkimResult.FAIL, "list.test"),
                            dkim(DkimResult.PASS, "shop.example")),
                    Disposition.NONE);
            reports.flush();
        }
        mail(
                "2001:db8::7",
                "news.shop.example",
                spf(SpfResult.SOFTFAIL, "spam.test"),
                List.of(),
                Disposition.REJECT);
        mail(
                "192.0.2.77",
                "shop.example",
                spf(SpfResult.FAIL, "shop.example"),
                List.of(),
                Disposition.NONE,
                new JudgedMail.Overriding(
                        JudgedMail.Reason.TRUSTED_FORWARDER, "arc=pass of <list>&friends.test"));
        plainMail("quiet.example");
        plainMail("none.example");
        nextDay();

        assertThat(sentTo).containsExactly("<postmaster@d.example> [dmarc@shop.example]");
        String mail = sent.getFirst();
        String id = "dmarc-";
        assertThat(mail)
                .startsWith("From: <postmaster@d.example>\r\nTo: <dmarc@shop.example>\r\n")
                .contains(
                        "\r\nSubject: Report Domain: shop.example Submitter: mail.d.example"
                                + " Report-ID:\r\n ")
                .contains("\r\nMessage-ID: <" + id)
                .contains("\r\nAuto-Submitted: auto-generated\r\n")
                .contains("Content-Type: application/gzip\r\n")
                .contains("filename=\"mail.d.example!shop.example!1772323200!1772409599!");
        ReportXml xml = new ReportXml(attachment(mail));
        assertThat(mail)
                .contains("Report-ID:\r\n " + xml.text("report_id") + "\r\n")
                .contains("!" + xml.text("report_id") + ".xml.gz\"");
        assertThat(xml.text("org_name")).isEqualTo("D & Söhne <Example>");
        assertThat(xml.text("begin")).isEqualTo("1772323200");
        assertThat(xml.text("end")).isEqualTo("1772409599");
        assertThat(xml.text("domain")).isEqualTo("shop.example");
        assertThat(xml.records())
                .containsExactlyInAnyOrder(
                        "source_ip=192.0.2.1 count=3 disposition=pass dkim=pass spf=pass"
                                + " header_from=shop.example envelope_from=news.shop.example"
                                + " envelope_to=d.example domain=shop.example selector=sel"
                                + " result=pass domain=list.test selector=sel result=fail"
                                + " domain=news.shop.example scope=mfrom result=pass",
                        "source_ip=2001:db8:0:0:0:0:0:7 count=1 disposition=reject dkim=fail"
                                + " spf=fail header_from=news.shop.example envelope_from=spam.test"
                                + " envelope_to=d.example domain=spam.test scope=mfrom"
                                + " result=softfail",
                        "source_ip=192.0.2.77 count=1 disposition=none dkim=fail spf=fail"
                                + " type=trusted_forwarder comment=arc=pass of <list>&friends.test"
                                + " header_from=shop.example envelope_from=shop.example"
                                + " envelope_to=d.example domain=shop.example scope=mfrom"
                                + " result=fail");
    }

    @Test
    void noReportIsSentTwice() {
        plainMail("shop.example");
        reports.flush();
        stage.restart();
        reports = reports();
        nextDay();
        assertThat(sent).hasSize(1);
        stage.restart();
        reports = reports();
        reports.sendDue(stage.clock.instant());
        nextDay();
        assertThat(sent).hasSize(1);
    }

    @Test
    void aCrashLosesWhatWasNotFlushedAndNothingElse() {
        plainMail("shop.example");
        reports.flush();
        plainMail("shop.example");
        stage.restart();
        reports = reports();
        plainMail("shop.example");
        nextDay();
        assertThat(new ReportXml(attachment(sent.getFirst())).text("count")).isEqualTo("2");
    }

    @Test
    void whatTheStoreCannotTakeIsCountedLater() {
        plainMail("shop.example");
        stage.storage.failNextCommits(new org.pabal.storage.StorageException.Unavailable("down"));
        assertThatThrownBy(reports::flush).isInstanceOf(RuntimeException.class);
        stage.storage.stopFailing();
        plainMail("shop.example");
        nextDay();
        assertThat(new ReportXml(attachment(sent.getFirst())).text("count")).isEqualTo("2");
    }

    @Test
    void aTestOfAPolicyIsNamedAsTheReason() {
        plainMail("test.example");
        nextDay();
        ReportXml xml = new ReportXml(attachment(sent.getFirst()));
        assertThat(sentTo)
                .containsExactly("<postmaster@d.example> [a@test.example, b@test.example]");
        assertThat(xml.records().getFirst())
                .contains("disposition=none")
                .contains("type=policy_test_mode");
        assertThat(xml.text("p")).isEqualTo("quarantine");
        assertThat(xml.text("sp")).isEqualTo("none");
        assertThat(xml.text("np")).isEqualTo("reject");
        assertThat(xml.text("adkim")).isEqualTo("s");
        assertThat(xml.text("fo")).isEqualTo("1");
        assertThat(xml.text("testing")).isEqualTo("y");
    }

    /// RFC 9990 §4: nobody gets reports that he has not agreed to.
    @Test
    void othersMustHaveAgreed() {
        plainMail("agency.example");
        nextDay();
        assertThat(sentTo)
                .containsExactlyInAnyOrder(
                        "<postmaster@d.example> [r@reports.test]",
                        "<postmaster@d.example> [other@moved.test]");
        assertThat(sent.getFirst()).contains("To: <r@reports.test>,\r\n <other@moved.test>\r\n");
    }

    @Test
    void aReportTooLargeForItsReceiverIsNotSent() {
        plainMail("small.example");
        nextDay();
        assertThat(sent).isEmpty();
        assertThat(
                        stage.storage.scan(
                                org.pabal.storage.Space.Shared.REPORTS,
                                new byte[] {0},
                                new byte[] {(byte) 0xFF},
                                10))
                .isEmpty();
    }

    @Test
    void anAddressHereThatDoesNotExistGetsNone() {
        plainMail("gone.example");
        nextDay();
        assertThat(sent).isEmpty();
        assertThat(stage.queue.status().entries()).isZero();
    }

    @Test
    void troubleOfTheDnsWaits() {
        plainMail("slow.example");
        nextDay();
        assertThat(sent).isEmpty();
        int asked = dns.asked();
        reports.sendDue(stage.clock.instant());
        assertThat(dns.asked()).isEqualTo(asked);
        stage.clock.advance(Duration.ofHours(1));
        reports.sendDue(stage.clock.instant());
        assertThat(dns.asked()).isGreaterThan(asked);
        stage.clock.advance(Duration.ofDays(5));
        reports.sendDue(stage.clock.instant());
        assertThat(
                        stage.storage.scan(
                                org.pabal.storage.Space.Shared.REPORTS,
                                new byte[] {0},
                                new byte[] {(byte) 0xFF},
                                10))
                .isEmpty();
    }

    @Test
    void moreSourcesThanAReportHoldsAreCountedTogether() {
        config =
                new DmarcReportConfig(
                        config.hostname(),
                        config.organization(),
                        config.from(),
                        config.delay(),
                        3,
                        5);
        reports = reports();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 6; i++) {
                mail(
                        "192.0.2." + i,
                        "shop.example",
                        spf(SpfResult.NONE, "x.example"),
                        List.of(),
                        Disposition.REJECT);
            }
            reports.flush();
        }
        nextDay();
        ReportXml xml = new ReportXml(attachment(sent.getFirst()));
        assertThat(xml.records()).hasSize(3).allMatch(record -> record.contains("count=2"));
        assertThat(xml.text("error")).isEqualTo("6 more mails, from more sources than are listed");
    }

    /// Whatever strangers call themselves, the report stays valid.
    @Test
    void hostileNamesMakeNoInvalidReport() {
        DkimOutcome odd =
                new DkimOutcome(
                        DkimResult.NEUTRAL,
                        "a]]><b>&\u0000\u0001\uD800\uFFFE.example" + "x".repeat(400),
                        "</selector>\r\n\u001b",
                        "",
                        "",
                        0,
                        "",
                        false,
                        "",
                        "");
        mail(
                "192.0.2.1",
                "shop.example",
                spf(SpfResult.PERMERROR, "x.example"),
                List.of(odd),
                Disposition.NONE);
        nextDay();
        assertThat(new ReportXml(attachment(sent.getFirst())).records().getFirst())
                .contains("domain=a]]><b>&")
                .contains("selector=</selector>");
    }
}
