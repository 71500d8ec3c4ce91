// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.reply;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Language;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.message.mime.HeaderText;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.sieve.Action.Author;
import org.pabal.sieve.Action.Notification;
import org.pabal.sieve.Action.Vacation;
import org.pabal.sieve.NotifyMethod.Field;
import org.pabal.sieve.NotifyMethod.Https;
import org.pabal.sieve.NotifyMethod.Mailto;
import org.pabal.sieve.SieveMessage;

class ReplyTest {
    private static final Owner BOB = new Owner(Address.of("bob@example.org"), "", Language.ENGLISH);
    private static final Owner KIM =
            new Owner(Address.of("kim@example.org"), "김철수", Language.KOREAN);
    private static final Address ALICE = Address.of("alice@example.net");
    private static final Stamp STAMP =
            new Stamp("<1@example.org>", OffsetDateTime.parse("2026-11-21T12:00:00Z"));
    private static final SieveMessage UNREAD = new Unread();
    private static final String MAIL =
            """
            From: "Alice \\"A\\" Example" <alice@example.net>
            To: bob@example.org
            Subject: lunch on Friday
            Message-ID: <m1@example.net>
            References: <a@x> <b@x>

            """;

    private record Unread() implements SieveMessage {
        @Override
        public ScannedMessage scan() {
            throw new IllegalStateException("texts are written from the header section");
        }

        @Override
        public long octets() {
            return 0;
        }

        @Override
        public int read(long position, byte[] octets, int offset, int length) {
            return 0;
        }
    }

    private static HeaderSection header(String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(ISO_8859_1);
        return HeaderSection.parse(octets, 0, octets.length);
    }

    private static HeaderSection header(byte[] message) {
        return HeaderSection.parse(message, 0, message.length);
    }

    private static String value(byte[] message, String field) {
        List<HeaderField> fields = header(message).all(field);
        assertThat(fields).as(field).hasSizeLessThanOrEqualTo(1);
        return fields.stream().findFirst().map(f -> HeaderText.decode(f)).orElse("(none)");
    }

    private static String body(byte[] message) {
        String text = new String(message, UTF_8);
        return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    private static Vacation vacation(String subject, String reason, boolean mime) {
        return new Vacation(
                UNREAD,
                Duration.ofDays(7),
                Optional.of(subject).filter(text -> !text.isEmpty()),
                Optional.empty(),
                "handle",
                reason,
                mime,
                Optional.empty());
    }

    private static Notification notification(Optional<String> text, int importance) {
        return new Notification(
                UNREAD,
                new Https(URI.create("https://hooks.example.org/ring")),
                Optional.empty(),
                importance,
                List.of("quiet=no"),
                text,
                Optional.empty());
    }

    private static Mailto mailto(Optional<String> subject, Optional<String> body, Field... fields) {
        return new Mailto(
                List.of(Address.of("phone@example.com")),
                List.of(Address.of("desk@example.com")),
                subject,
                body,
                Arrays.asList(fields));
    }

    /// RFC 5230 §5.
    @Test
    void aVacationReplyHasTheFieldsOfRfc5230() {
        byte[] reply =
                VacationReply.write(vacation("", "Away.", false), header(MAIL), ALICE, BOB, STAMP);
        assertThat(new String(reply, UTF_8))
                .isEqualTo(
                        """
                        From: bob@example.org
                        To: alice@example.net
                        Subject: Auto: lunch on Friday
                        Date: Sat, 21 Nov 2026 12:00:00 +0000
                        Message-ID: <1@example.org>
                        In-Reply-To: <m1@example.net>
                        References: <a@x> <b@x> <m1@example.net>
                        Auto-Submitted: auto-replied (vacation)
                        X-Auto-Response-Suppress: All
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: 7bit

                        Away.
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void theOwnersLanguageAndNameAreUsedForWhatTheScriptLeavesOpen() {
        byte[] reply =
                VacationReply.write(
                        vacation("", "지금 자리에 없습니다.", false), header(MAIL), ALICE, KIM, STAMP);
        assertThat(value(reply, "From")).isEqualTo("김철수 <kim@example.org>");
        assertThat(value(reply, "Subject")).isEqualTo("자동 회신: lunch on Friday");
        assertThat(value(reply, "Content-Transfer-Encoding")).isEqualTo("base64");
        assertThat(reply).doesNotContain(0x80);
        ScannedMessage scanned = scanned(reply);
        assertThat(scanned.preview()).isEqualTo("지금 자리에 없습니다.");
    }

    @Test
    void aMailWithoutSubjectOrIdIsAnsweredToo() {
        byte[] reply =
                VacationReply.write(
                        vacation("", "x", false), header("From: a@b.c\n\n"), ALICE, BOB, STAMP);
        assertThat(value(reply, "Subject")).isEqualTo("Automated reply");
        assertThat(value(reply, "In-Reply-To")).isEqualTo("(none)");
        assertThat(value(reply, "References")).isEqualTo("(none)");
    }

    /// RFC 5230 §4.3: :mime.
    @Test
    void anEntityBringsItsContentFieldsAndNoOthers() {
        String entity =
                "Content-Type: multipart/alternative; boundary=b\nBcc: all@example.org\n"
                        + "Subject: another\n\n--b\n\nplain\n--b\nContent-Type: text/html\n\n<p>안녕</p>\n--b--\n";
        byte[] reply =
                VacationReply.write(vacation("s", entity, true), header(MAIL), ALICE, BOB, STAMP);
        assertThat(value(reply, "Content-Type")).isEqualTo("multipart/alternative; boundary=b");
        assertThat(value(reply, "Content-Transfer-Encoding")).isEqualTo("8bit");
        assertThat(value(reply, "Bcc")).isEqualTo("(none)");
        assertThat(value(reply, "Subject")).isEqualTo("s");
        assertThat(scanned(reply).root().children()).hasSize(2);
        assertThat(body(reply)).startsWith("--b\r\n\r\nplain\r\n").endsWith("--b--\r\n");
    }

    /// V08, V13.
    @Test
    void nothingInATextAddsAField() {
        String evil = "x\r\nBcc: everybody@example.org\r\n\r\nbody\n\0\u2028Cc: a@b.c";
        Random random = new Random(7);
        for (int round = 0; round < 300; round++) {
            String text = mixed(random, evil);
            HeaderSection trigger =
                    new HeaderSection(
                            List.of(
                                    new HeaderField("Subject", latin1(text)),
                                    new HeaderField("Message-ID", " <" + latin1(text) + "@x>"),
                                    new HeaderField("References", " <" + latin1(text) + "@x>"),
                                    new HeaderField("From", latin1(text))));
            Owner owner = new Owner(BOB.address(), text, Language.ENGLISH);
            Vacation vacation =
                    new Vacation(
                            UNREAD,
                            Duration.ofDays(1),
                            random.nextBoolean() ? Optional.of(text) : Optional.empty(),
                            Optional.of(new Author(Optional.of(text), BOB.address())),
                            "h",
                            text,
                            random.nextBoolean(),
                            Optional.empty());
            check(
                    VacationReply.write(vacation, trigger, ALICE, owner, STAMP),
                    "seed 7 round " + round);
            Mailto mailto =
                    mailto(Optional.of(text), Optional.of(text), new Field("Keywords", text));
            Notification notification = notification(Optional.of(text), 1);
            byte[] notice = Notice.write(notification, mailto, trigger, owner, STAMP);
            check(notice, "seed 7 round " + round);
            byte[] rejection =
                    Rejection.write(
                            Domain.of("mx.example.org"),
                            text,
                            ALICE,
                            owner,
                            Optional.of("rfc822;" + text),
                            latin1("Subject: " + text).getBytes(ISO_8859_1),
                            STAMP);
            check(rejection, "seed 7 round " + round);
            String json = new String(HttpsNotice.write(notification, trigger, owner, STAMP), UTF_8);
            assertThat(json).doesNotContain("\n").doesNotContain("\r").startsWith("{\"account\"");
        }
    }

    private static String latin1(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String mixed(Random random, String evil) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            int from = random.nextInt(evil.length());
            text.append(evil, from, from + random.nextInt(evil.length() - from + 1));
            text.append(random.nextBoolean() ? "한글" : "\"=?utf-8?q?=0d=0aBcc:_x?=\"");
        }
        return text.append("y".repeat(random.nextInt(3_000))).toString();
    }

    private static void check(byte[] message, String where) {
        HeaderSection header = header(message);
        assertThat(header.all("Bcc")).as(where).isEmpty();
        List<String> names = header.fields().stream().map(HeaderField::name).toList();
        assertThat(names).as(where).doesNotHaveDuplicates().contains("From", "To", "MIME-Version");
        assertThat(names)
                .as(where)
                .isSubsetOf(
                        "From",
                        "To",
                        "Cc",
                        "Subject",
                        "Date",
                        "Message-ID",
                        "In-Reply-To",
                        "References",
                        "Auto-Submitted",
                        "X-Auto-Response-Suppress",
                        "Importance",
                        "X-Priority",
                        "Keywords",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding");
        assertThat(header.first("From").map(HeaderField::value).orElse(""))
                .as(where)
                .endsWith("<bob@example.org>");
        int line = 0;
        for (int i = 0; i < message.length; i++) {
            assertThat(message[i]).as(where).isNotZero();
            if (message[i] == '\n') {
                assertThat(message[i - 1]).as(where).isEqualTo((byte) '\r');
                assertThat(i - line).as(where).isLessThanOrEqualTo(1_000);
                line = i + 1;
            }
        }
        assertThat(line).as(where).isEqualTo(message.length);
    }

    /// RFC 5436 §2.7.
    @Test
    void aNoticeSaysThatItIsAutomaticAndOfWhom() {
        byte[] notice =
                Notice.write(
                        notification(Optional.empty(), 1),
                        mailto(Optional.of("Ring!"), Optional.empty()),
                        header(MAIL),
                        BOB,
                        STAMP);
        assertThat(new String(notice, UTF_8))
                .isEqualTo(
                        """
                        From: bob@example.org
                        To: phone@example.com
                        Cc: desk@example.com
                        Subject: Ring!
                        Date: Sat, 21 Nov 2026 12:00:00 +0000
                        Message-ID: <1@example.org>
                        Auto-Submitted: auto-notified; owner-email="bob@example.org"
                        X-Auto-Response-Suppress: All
                        References: <a@x> <b@x> <m1@example.net>
                        Importance: high
                        X-Priority: 1 (Highest)
                        MIME-Version: 1.0
                        Content-Type: text/plain; charset=utf-8
                        Content-Transfer-Encoding: 7bit

                        From: Alice "A" Example <alice@example.net>
                        Subject: lunch on Friday
                        """
                                .replace("\n", "\r\n"));
    }

    @Test
    void theSubjectIsTheScriptsThenTheUrisThenTheMails() {
        Optional<String> none = Optional.empty();
        assertThat(subject(notification(Optional.of("said"), 2), mailto(Optional.of("uri"), none)))
                .isEqualTo("said");
        assertThat(subject(notification(none, 2), mailto(Optional.of("uri"), none)))
                .isEqualTo("uri");
        assertThat(subject(notification(none, 2), mailto(none, none))).isEqualTo("lunch on Friday");
    }

    private static String subject(Notification notification, Mailto mailto) {
        return value(Notice.write(notification, mailto, header(MAIL), BOB, STAMP), "Subject");
    }

    @Test
    void aNoticeOfMailFromNowhereComesFromNowhere() {
        Notification notification = notification(Optional.empty(), 2);
        assertThat(Notice.reversePath(notification, ReversePath.NULL, BOB))
                .isEqualTo(ReversePath.NULL);
        assertThat(Notice.reversePath(notification, new ReversePath.To(ALICE), BOB))
                .isEqualTo(new ReversePath.To(BOB.address()));
    }

    @Test
    void anHttpsNoticeIsOneObject() {
        byte[] json =
                HttpsNotice.write(
                        notification(Optional.of("a \"b\"\n아싸"), 3), header(MAIL), BOB, STAMP);
        assertThat(new String(json, UTF_8))
                .isEqualTo(
                        "{\"account\":\"bob@example.org\","
                                + "\"from\":\"Alice \\\"A\\\" Example <alice@example.net>\","
                                + "\"subject\":\"lunch on Friday\","
                                + "\"message\":\"a \\\"b\\\"\\u000a아싸\",\"importance\":3,"
                                + "\"messageId\":\"<m1@example.net>\","
                                + "\"date\":\"2026-11-21T12:00:00Z\",\"options\":[\"quiet=no\"]}");
    }

    /// RFC 5429 §2.2, RFC 8098 §3.
    @Test
    void aRejectionIsADispositionNotification() {
        byte[] rejection =
                Rejection.write(
                        Domain.of("mx.example.org"),
                        "No more of this.\nPlease.",
                        ALICE,
                        BOB,
                        Optional.of("rfc822;b@example.org"),
                        MAIL.replace("\n", "\r\n").getBytes(ISO_8859_1),
                        STAMP);
        ScannedMessage scanned = scanned(rejection);
        assertThat(scanned.root().content().parameters())
                .containsEntry("report-type", "disposition-notification");
        assertThat(scanned.root().children()).hasSize(3);
        assertThat(value(rejection, "Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(value(rejection, "In-Reply-To")).isEqualTo("<m1@example.net>");
        assertThat(body(rejection))
                .contains("\r\nNo more of this.\r\nPlease.\r\n")
                .contains(
                        """
                        Content-Type: message/disposition-notification

                        Reporting-UA: mx.example.org; Pabal
                        Original-Recipient: rfc822; b@example.org
                        Final-Recipient: rfc822; bob@example.org
                        Original-Message-ID: <m1@example.net>
                        Disposition: automatic-action/MDN-sent-automatically; deleted
                        """
                                .replace("\n", "\r\n"))
                .contains("Content-Type: text/rfc822-headers\r\n\r\nFrom: \"Alice");
    }

    private static ScannedMessage scanned(byte[] message) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(message, 0, message.length);
        return scanner.finish();
    }
}
