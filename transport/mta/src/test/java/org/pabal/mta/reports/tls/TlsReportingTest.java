// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.tlsrpt.TlsReport;
import org.pabal.mailauth.tlsrpt.TlsReportJson;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.mta.delivery.OutboundMail;
import org.pabal.mta.delivery.RemoteHost;
import org.pabal.mta.delivery.RemoteSession;
import org.pabal.mta.delivery.TlsFailure;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.mta.delivery.TlsPolicy;
import org.pabal.mta.delivery.TlsResult;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.RelayedOctets;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.ReportSigner;
import org.pabal.mta.testing.MtaStage;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.wire.CertificateFiles;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;
import org.pabal.wire.http.HttpClient;

/// A day of sessions, and the reports of it: by mail through the queue, by HTTPS to a true server.
final class TlsReportingTest {
    @TempDir Path folder;
    private final MtaStage stage = new MtaStage(1);
    private final Wire wire = new Wire(WireLimits.standard());
    private final List<String> sent = new ArrayList<>();
    private final List<OutboundMail> mails = new ArrayList<>();
    private final List<byte[]> posted = new CopyOnWriteArrayList<>();
    private volatile String status = "201 Created";
    private volatile String zone = "";
    private Optional<Listener> listener = Optional.empty();
    private Optional<TlsReporting> reporting = Optional.empty();
    private int port;

    @BeforeEach
    void begin() throws IOException {
        CertificateFiles files =
                SelfSigned.createIfAbsent(folder, "www.far.example", InstantSource.system());
        TlsCertificates own = new TlsCertificates(List.of(files), InstantSource.system());
        Listener opened =
                new Listener(
                        wire,
                        ListenerConfig.of(
                                "https",
                                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0)),
                        connection -> {
                            connection.startTls(own);
                            take(connection);
                        });
        opened.start();
        listener = Optional.of(opened);
        port = ((InetSocketAddress) opened.boundAddress()).getPort();
        zone =
                """
                _smtp._tls.far.example. TXT "v=TLSRPTv1; rua=mailto:tls@far.example,https://www.far.example:%d/in"
                www.far.example. A 127.0.0.1
                _smtp._tls.mail.example. TXT "v=TLSRPTv1; rua=mailto:a@mail.example,mailto:b@mail.example"
                _smtp._tls.slow.example. TIMEOUT
                """
                        .formatted(port);
        stage.resolver.server("far.example", "192.0.2.25");
        stage.resolver.server("mail.example", "192.0.2.26");
        stage.remote = this::transmit;
        reporting = Optional.of(reporting());
    }

    @AfterEach
    void end() {
        listener.ifPresent(Listener::close);
        wire.close();
    }

    private void take(Connection connection) throws IOException {
        connection.readDeadline(Duration.ofSeconds(5));
        int length = 0;
        while (connection.readLine(1_000, 0) instanceof Connection.Line.Complete(var octets)
                && octets.length > 0) {
            String line = new String(octets, StandardCharsets.US_ASCII);
            length =
                    line.startsWith("Content-Length: ")
                            ? Integer.parseInt(line.substring(16))
                            : length;
        }
        byte[] body = new byte[length];
        int[] at = {0};
        connection.readExactly(
                length,
                (octets, from, count) -> {
                    System.arraycopy(octets, from, body, at[0], count);
                    at[0] += count;
                });
        posted.add(body);
        connection.write(
                ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        connection.flush();
        connection.readLine(10, 0);
    }

    private RemoteSession.Outcome transmit(RemoteHost host, OutboundMail mail) {
        try (InputStream in = new RelayedOctets(stage.storage, mail.content()).open()) {
            sent.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
        mails.add(mail);
        return new RemoteSession.Outcome.Answered(
                mail.recipients().stream()
                        .map(to -> new Diagnosis(EnhancedStatus.of("2.0.0"), "OK", "mx"))
                        .toList());
    }

    /// As after a restart.
    private TlsReporting reporting() throws IOException {
        Resolver resolver =
                new Resolver() {
                    @Override
                    public <T> Lookup<T> look(Question<T> question) {
                        return ZoneResolver.of(zone).look(question);
                    }
                };
        return new TlsReporting(
                new TlsReportConfig(
                        "D \"Example\"",
                        Address.of("postmaster@d.example"),
                        "postmaster@d.example"),
                resolver,
                stage.storage,
                new ReportPost(
                        stage.router,
                        stage.acceptance,
                        stage.store,
                        stage.ids,
                        ReportSigner.NONE,
                        stage.clock),
                new HttpClient(
                        new Connector(wire),
                        TlsClientContext.trusting(folder.resolve("self-signed.pem"))),
                Runnable::run,
                stage.clock);
    }

    private TlsReporting now() {
        return reporting.orElseThrow();
    }

    private static TlsResult result(String domain, TlsPolicy policy, Optional<TlsFailure> failure) {
        return new TlsResult(
                Domain.of(domain),
                policy,
                "mx." + domain,
                Optional.of(InetAddress.ofLiteral("192.0.2.1")),
                Optional.of(InetAddress.ofLiteral("192.0.2.25")),
                failure);
    }

    private static TlsPolicy sts(String domain) {
        return new TlsPolicy(
                TlsPolicy.Type.STS,
                domain,
                List.of("version: STSv1", "mode: testing", "mx: *." + domain, "max_age: 86400"),
                List.of("*." + domain),
                Optional.empty());
    }

    private void observe(String domain, int successes, int failures) {
        for (int i = 0; i < successes; i++) {
            now().observed(result(domain, sts(domain), Optional.empty()));
        }
        for (int i = 0; i < failures; i++) {
            now().observed(
                            result(
                                    domain,
                                    sts(domain),
                                    Optional.of(
                                            new TlsFailure(
                                                    Kind.CERTIFICATE_EXPIRED, "it has expired"))));
        }
    }

    private void nextDay() {
        stage.clock.advance(Duration.ofHours(30));
        send();
    }

    private void send() {
        now().sendDue(stage.clock.instant());
        stage.work();
    }

    private static String unpacked(byte[] gzip) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    private static byte[] attached(String mail) {
        int at = mail.indexOf("\r\n\r\n", mail.indexOf("Content-Disposition")) + 4;
        return Base64.getMimeDecoder().decode(mail.substring(at, mail.indexOf("\r\n--", at)));
    }

    private static TlsReport report(byte[] gzip) {
        return TlsReportJson.parse(unpacked(gzip)).orElseThrow();
    }

    private int stored() {
        return stage.storage
                .scan(Space.Shared.REPORTS, new byte[] {0}, new byte[] {(byte) 0xFF}, 10_000)
                .size();
    }

    @Test
    void aDayBecomesOneReport() { // RFC 8460 §4, §5.3
        LocalDate day = LocalDate.ofInstant(stage.clock.instant(), java.time.ZoneOffset.UTC);
        observe("mail.example", 5, 2);
        now().flush();
        observe("mail.example", 3, 1);
        now().observed(
                        result(
                                "mail.example",
                                TlsPolicy.none(Domain.of("mail.example")),
                                Optional.empty()));
        now().flush();
        now().flush();
        now().sendDue(stage.clock.instant());
        stage.work();
        assertEquals(List.of(), sent, "the day is not over");
        nextDay();
        assertEquals(1, sent.size());
        String mail = sent.getFirst();
        assertTrue(mail.contains("\r\nTLS-Report-Domain: mail.example\r\n"), mail);
        assertTrue(mail.contains("\r\nTLS-Report-Submitter: d.example\r\n"), mail);
        assertTrue(mail.contains("multipart/report; report-type=\"tlsrpt\""), mail);
        assertTrue(mail.contains("Content-Type: application/tlsrpt+gzip\r\n"), mail);
        assertTrue(mail.contains("filename=\"d.example!mail.example!"), mail);
        assertTrue(
                mail.replace("\r\n", "")
                        .contains(
                                "Subject: Report Domain: mail.example Submitter: d.example Report-ID: <"),
                mail);
        TlsReport report = report(attached(mail));
        assertEquals("D \"Example\"", report.organization());
        assertEquals(day + "T00:00:00Z", report.start().toString());
        assertEquals(day + "T23:59:59Z", report.end().toString());
        TlsReport.Policy policy =
                report.policies().stream()
                        .filter(p -> p.type().equals("sts"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(8, policy.successes());
        assertEquals(3, policy.failures());
        assertEquals(sts("mail.example").text(), policy.text());
        assertEquals(
                List.of(
                        new TlsReport.Failure(
                                "certificate-expired",
                                "192.0.2.1",
                                "mx.mail.example",
                                "192.0.2.25",
                                "it has expired",
                                3)),
                policy.details());
        assertEquals(2, report.policies().size());
        assertEquals(Origin.TLS_REPORT, mails.getFirst().origin());
        assertEquals(2, mails.getFirst().recipients().size());
        assertEquals(0, stored());
        nextDay();
        assertEquals(1, sent.size(), "none is sent twice");
    }

    @Test
    void whoAsksForNoneCostsNothing() {
        observe("other.example", 5, 5);
        now().flush();
        assertEquals(0, stored());
    }

    @Test
    void whoCannotBeAskedIsCountedOn() {
        observe("slow.example", 1, 0);
        now().flush();
        assertEquals(1, stored());
        nextDay();
        assertEquals(1, stored());
        zone = zone.replace("TIMEOUT", "TXT \"v=TLSRPTv1; rua=mailto:x@mail.example\"");
        send();
        assertEquals(1, sent.size());
        assertEquals(0, stored());
    }

    @Test
    void countsSurviveARestart() throws IOException {
        observe("mail.example", 2, 0);
        now().flush();
        reporting = Optional.of(reporting());
        observe("mail.example", 2, 0);
        now().flush();
        nextDay();
        assertEquals(4, report(attached(sent.getFirst())).policies().getFirst().successes());
    }

    @Test
    void aPostIsTriedUntilTheServerTakesIt() { // RFC 8460 §5.4, §5.5
        status = "503 Later";
        observe("far.example", 1, 0);
        now().flush();
        nextDay();
        assertEquals(1, sent.size(), "the mail goes at once");
        assertEquals(1, posted.size());
        send();
        assertEquals(1, posted.size(), "not before its time");
        status = "200 OK";
        stage.clock.advance(Duration.ofMinutes(6));
        send();
        assertEquals(2, posted.size());
        assertEquals(
                report(attached(sent.getFirst())), report(posted.getLast()), "the same report");
        assertEquals(0, stored());
    }

    @Test
    void aPostThatNobodyTakesIsGivenUpAfterADay() {
        zone = zone.replace("www.far.example. A 127.0.0.1", "");
        observe("far.example", 1, 0);
        now().flush();
        nextDay();
        assertEquals(1, stored());
        stage.clock.advance(Duration.ofHours(31));
        send();
        assertEquals(0, stored());
        assertEquals(List.of(), posted);
    }

    @Test
    void aFloodOfReasonsIsToldApartByKindAlone() {
        for (int i = 0; i < 1_200; i++) {
            now().observed(
                            result(
                                    "mail.example",
                                    TlsPolicy.none(Domain.of("mail.example")),
                                    Optional.of(new TlsFailure(Kind.VALIDATION_FAILURE, "n" + i))));
        }
        now().flush();
        assertEquals(1_001, stored());
        nextDay();
        TlsReport report = report(attached(sent.getFirst()));
        assertEquals(1_200, report.policies().stream().mapToLong(TlsReport.Policy::failures).sum());
    }

    private ReceivedTlsReports received(String json, Instant arrived) throws IOException {
        ReceivedTlsReports reader = new ReceivedTlsReports(stage.storage);
        Optional<List<Change>> changes =
                reader.read(
                        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), arrived);
        changes.filter(some -> !some.isEmpty())
                .ifPresent(some ->
                        stage.storage.commit(
                                new Commit(
                                        java.util.UUID.randomUUID(),
                                        List.of(SpaceChanges.of(Space.Shared.REPORTS, some)))));
        return reader;
    }

    @Test
    void whatOthersReportIsAddedUpOnce() throws IOException {
        Instant now = stage.clock.instant();
        TlsReport report =
                new TlsReport(
                        "Far",
                        now.minus(Duration.ofDays(1)),
                        now,
                        "x@far.example",
                        "1",
                        List.of(
                                new TlsReport.Policy(
                                        "sts",
                                        List.of(),
                                        "d.example",
                                        List.of(),
                                        10,
                                        4,
                                        List.of(
                                                new TlsReport.Failure(
                                                        "certificate-expired",
                                                        "",
                                                        "mx.d.example",
                                                        "",
                                                        "",
                                                        4)))));
        String json = TlsReportJson.write(report);
        ReceivedTlsReports reader = received(json, now);
        assertTrue(reader.isInterestedIn(json.substring(0, 300).getBytes(StandardCharsets.UTF_8)));
        received(json, now);
        received(json.replace("\"report-id\":\"1\"", "\"report-id\":\"2\""), now);
        received("{\"organization-name\":1}", now);
        received(
                json.replace(report.start().toString(), "2001-01-01T00:00:00Z")
                        .replace("\"1\"", "\"3\""),
                now);
        List<ReceivedTlsReports.Summary> sums =
                reader.summaries(LocalDate.ofInstant(now, java.time.ZoneOffset.UTC).minusDays(3));
        assertEquals(1, sums.size());
        assertEquals(20, sums.getFirst().successes());
        assertEquals(8, sums.getFirst().failed());
        assertEquals(28L, sums.getFirst().reporters().get("Far"));
        assertEquals(8L, sums.getFirst().failures().get("certificate-expired mx.d.example"));
        stage.clock.advance(Duration.ofDays(100));
        reader.sendDue(stage.clock.instant());
        assertEquals(0, stored(), "old ones are forgotten");
    }

    @Test
    void anyReportIsAnswered() throws IOException {
        byte[] json =
                TlsReportJson.write(
                                new TlsReport(
                                        "Far",
                                        stage.clock.instant(),
                                        stage.clock.instant(),
                                        "x",
                                        "1",
                                        List.of()))
                        .getBytes(StandardCharsets.UTF_8);
        for (long seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            byte[] octets = json.clone();
            for (int i = random.nextInt(5); i >= 0; i--) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
            }
            ReceivedTlsReports reader = new ReceivedTlsReports(stage.storage);
            reader.isInterestedIn(octets);
            reader.read(new ByteArrayInputStream(octets), stage.clock.instant());
        }
    }
}
