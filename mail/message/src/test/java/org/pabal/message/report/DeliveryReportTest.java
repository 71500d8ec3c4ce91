// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.envelope.ReturnContent;
import org.pabal.message.mime.Charsets;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.MimePart;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.message.mime.TransferDecoding;
import org.pabal.message.report.DeliveryReport.Action;
import org.pabal.message.report.DeliveryReport.Language;
import org.pabal.message.report.DeliveryReport.Recipient;

final class DeliveryReportTest {
    private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-03-04T05:06:07+09:00");
    private static final String HEADER =
            "From: alice@example.net\r\nSubject: =?utf-8?B?7ZqM7J2Y?=\r\nMessage-ID: <1@a>\r\n";

    private static Recipient recipient(Action action, String status, String reply) {
        return new Recipient(
                Address.of("bob@example.org"),
                Optional.of("rfc822;robert@example.org"),
                action,
                EnhancedStatus.of(status),
                Optional.of("mx.example.org"),
                Optional.of(reply),
                Optional.of(NOW),
                Optional.of(NOW.plusDays(4)));
    }

    private static DeliveryReport report(
            Language language, String header, Recipient... recipients) {
        return new DeliveryReport(
                Domain.of("mail.example.net"),
                Address.of("alice@example.net"),
                "<r1@mail.example.net>",
                NOW,
                Optional.of(NOW.minusHours(1)),
                Optional.of("ENV 1"),
                List.of(recipients),
                header.getBytes(StandardCharsets.ISO_8859_1),
                ReturnContent.HEADERS,
                language);
    }

    private static ScannedMessage scan(byte[] octets) {
        var scanner = new MessageScanner();
        scanner.write(octets, 0, octets.length);
        return scanner.finish();
    }

    private static String body(byte[] octets, MimePart part) {
        byte[] body = new byte[(int) part.bodyOctets()];
        System.arraycopy(octets, (int) part.bodyOffset(), body, 0, body.length);
        byte[] decoded = TransferDecoding.decode(part.content().transferEncoding(), body);
        return Charsets.decode(
                decoded, part.content().parameters().getOrDefault("charset", "iso-8859-1"));
    }

    @Test
    void aFailureIsToldInThreeParts() {
        byte[] octets =
                report(
                                Language.EN,
                                HEADER,
                                recipient(Action.FAILED, "5.1.1", "550 5.1.1 no such user"))
                        .octets();
        ScannedMessage scanned = scan(octets);
        assertThat(scanned.header().first("From").orElseThrow().value())
                .isEqualTo(" Mail Delivery System <MAILER-DAEMON@mail.example.net>");
        assertThat(scanned.header().first("To").orElseThrow().value())
                .isEqualTo(" alice@example.net");
        assertThat(scanned.header().first("Auto-Submitted").orElseThrow().value())
                .isEqualTo(" auto-replied");
        assertThat(scanned.header().first("Date").orElseThrow().value())
                .isEqualTo(" Wed, 4 Mar 2026 05:06:07 +0900");
        assertThat(scanned.header().first("In-Reply-To").orElseThrow().value()).isEqualTo(" <1@a>");
        MimePart root = scanned.root();
        assertThat(root.content().subtype()).isEqualTo("report");
        assertThat(root.content().parameters()).containsEntry("report-type", "delivery-status");
        assertThat(root.children()).hasSize(3);
        assertThat(body(octets, root.children().get(0)))
                .contains("Subject: 회의")
                .contains("bob@example.org")
                .contains("there is no such mailbox")
                .contains("check the address")
                .contains("The other server said (mx.example.org): 550 5.1.1 no such user");
        assertThat(body(octets, root.children().get(1)))
                .isEqualTo(
                        """
                        Original-Envelope-Id: ENV 1
                        Reporting-MTA: dns; mail.example.net
                        Arrival-Date: Wed, 4 Mar 2026 04:06:07 +0900

                        Original-Recipient: rfc822; robert@example.org
                        Final-Recipient: rfc822; bob@example.org
                        Action: failed
                        Status: 5.1.1
                        Remote-MTA: dns; mx.example.org
                        Diagnostic-Code: smtp; 550 5.1.1 no such user
                        Last-Attempt-Date: Wed, 4 Mar 2026 05:06:07 +0900
                        """
                                .replace("\n", "\r\n"));
        assertThat(body(octets, root.children().get(2))).isEqualTo(HEADER);
        checkLines(octets);
    }

    @Test
    void theFirstLineSaysWhatToWhomAndWhy() {
        String header = "Subject: Lunch\r\n";
        byte[] octets =
                report(Language.EN, header, recipient(Action.FAILED, "5.1.1", "550 no")).octets();
        assertThat(words(octets))
                .startsWith(
                        """
                        Your message "Lunch" could not be delivered to bob@example.org: there is no\
                         such mailbox.

                        What to do: check the address for typing errors, then send again.
                        The other server said (mx.example.org): 550 no
                        """
                                .replace("\n", "\r\n"));
        octets = report(Language.KO, HEADER, recipient(Action.RELAYED, "2.0.0", "250")).octets();
        assertThat(words(octets)).startsWith("보내신 메일(“회의”)을 bob@example.org 의 메일 서버로");
    }

    private static String words(byte[] octets) {
        return body(octets, scan(octets).root().children().getFirst());
    }

    @Test
    void aWholeMailComesBackWhenItCan() {
        String mail = "Subject: x\r\nMIME-Version: 1.0\r\n\r\n--=_x--\r\n\u00ED\u0095\u009C\r\n";
        byte[] octets = whole(mail).octets();
        MimePart root = scan(octets).root();
        assertThat(root.children()).hasSize(3);
        MimePart original = root.children().get(2);
        assertThat(original.content().subtype()).isEqualTo("rfc822");
        assertThat(new String(octets, StandardCharsets.ISO_8859_1)).contains("\r\n\r\n" + mail);
        for (String no :
                List.of(
                        "Subject: \u00ED\r\n\r\nx\r\n",
                        "Subject: x\r\n\r\na\nb\r\n",
                        "Subject: x\r\n\r\na\rb\r\n",
                        "Subject: x\r\n\r\n\0\r\n",
                        "Subject: x\r\n\r\n" + "y".repeat(999) + "\r\n")) {
            byte[] octetsOfNo = whole(no).octets();
            assertThat(scan(octetsOfNo).root().children().get(2).content().subtype())
                    .isEqualTo("rfc822-headers");
            checkLines(octetsOfNo);
        }
    }

    private static DeliveryReport whole(String mail) {
        DeliveryReport headers =
                report(Language.EN, "", recipient(Action.FAILED, "5.1.1", "550 no"));
        return new DeliveryReport(
                headers.reportingMta(),
                headers.to(),
                headers.messageId(),
                NOW,
                Optional.empty(),
                Optional.empty(),
                headers.recipients(),
                mail.getBytes(StandardCharsets.ISO_8859_1),
                ReturnContent.FULL,
                Language.EN);
    }

    @Test
    void koreanReportsAreInKorean() {
        byte[] octets =
                report(
                                Language.KO,
                                HEADER,
                                recipient(Action.DELAYED, "4.4.1", "451 later"),
                                recipient(Action.FAILED, "5.2.2", "552 full"),
                                recipient(Action.DELIVERED, "2.0.0", "250 ok"))
                        .octets();
        ScannedMessage scanned = scan(octets);
        assertThat(HeaderText.decode(scanned.header().first("Subject").orElseThrow()))
                .isEqualTo("메일을 전달하지 못했습니다");
        String words = body(octets, scanned.root().children().getFirst());
        assertThat(words)
                .contains("제목: 회의")
                .contains("이유: 편지함이 가득 찼습니다.")
                .contains("2026-03-08 05:06 +09:00까지 계속 시도합니다")
                .contains("bob@example.org 의 편지함에 전달했습니다.");
        assertThat(body(octets, scanned.root().children().get(1)))
                .contains("Will-Retry-Until: Sun, 8 Mar 2026 05:06:07 +0900");
        checkLines(octets);
    }

    @Test
    void nonAsciiRecipientsAreWrittenInAscii() {
        Recipient recipient =
                new Recipient(
                        Address.of("홍길동@예시.kr"),
                        Optional.empty(),
                        Action.FAILED,
                        EnhancedStatus.of("5.6.7"),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        byte[] octets = report(Language.KO, HEADER, recipient).octets();
        assertThat(new String(octets, StandardCharsets.US_ASCII))
                .contains("Final-Recipient: utf-8; \\x{D64D}\\x{AE38}\\x{B3D9}@\\x{C608}");
        checkLines(octets);
    }

    @Test
    void o01TextFromOutsideAddsNoFieldAndNoPart() {
        String evil =
                "550 x\r\nX-Evil: 1\r\n\r\n--=_b\rStatus: 2.0.0\n\u001B[2J\0 \u00e9 "
                        + "y".repeat(20_000);
        Recipient recipient =
                new Recipient(
                        Address.of("bob@example.org"),
                        Optional.of("rfc822;a\r\nX-Evil: 2"),
                        Action.FAILED,
                        EnhancedStatus.of("5.0.0"),
                        Optional.of("mx\r\nX-Evil: 3"),
                        Optional.of(evil),
                        Optional.empty(),
                        Optional.empty());
        String header =
                "Subject: a\rX-Evil: 4\r\nMessage-ID: <x\r\n y>\r\n\u00BE\u00C6: --=_\0\r\n";
        DeliveryReport report = report(Language.EN, header, recipient);
        byte[] octets = report.octets();
        ScannedMessage scanned = scan(octets);
        assertThat(scanned.root().children()).hasSize(3);
        assertThat(scanned.header().first("X-Evil")).isEmpty();
        assertThat(scanned.header().first("In-Reply-To")).isEmpty();
        String status = body(octets, scanned.root().children().get(1));
        assertThat(status.lines()).noneMatch(line -> line.startsWith("X-Evil"));
        assertThat(status.lines().filter(line -> line.startsWith("Status:"))).hasSize(1);
        assertThat(status).contains("\\x{1B}[2J\\x{00}");
        checkLines(octets);
        assertThatThrownBy(() ->
                        new DeliveryReport(
                                report.reportingMta(),
                                report.to(),
                                "<a\r\nX: y>",
                                NOW,
                                Optional.empty(),
                                Optional.empty(),
                                report.recipients(),
                                new byte[0],
                                ReturnContent.HEADERS,
                                Language.EN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyHeaderSectionAndReplyGiveAReport() {
        long seed = 51;
        var random = new Random(seed);
        for (int n = 0; n < 500; n++) {
            byte[] noise = new byte[random.nextInt(3000)];
            random.nextBytes(noise);
            String text = new String(noise, StandardCharsets.ISO_8859_1);
            Language language = n % 2 == 0 ? Language.EN : Language.KO;
            byte[] octets =
                    report(
                                    language,
                                    "Subject: " + text,
                                    recipient(Action.FAILED, "5." + n % 9 + ".1", text))
                            .octets();
            assertThat(scan(octets).root().children()).as("seed %d", seed).hasSize(3);
            checkLines(octets);
        }
    }

    /// ASCII, CRLF everywhere, no line over 998 octets.
    private static void checkLines(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(text.chars().allMatch(c -> c > 0 && c < 0x80)).as("ASCII").isTrue();
        assertThat(text.replace("\r\n", "").chars().noneMatch(c -> c == '\r' || c == '\n'))
                .as("CRLF only")
                .isTrue();
        assertThat(text.lines().allMatch(line -> line.length() <= 998)).as("length").isTrue();
    }
}
