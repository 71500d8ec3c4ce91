// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.message.UnavailableException;
import org.pabal.message.mime.MessageScanner;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.testing.FakeMailboxes;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.storage.testing.Model;

/// How a content comes in, is examined and gets its top.
final class MailIntakeTest {
    private static final OwnFields OWN =
            new OwnFields(octets("Return-Path: <a@x>\r\n"), octets("Received: by us; now\r\n"));

    private final FakeStorage storage = new FakeStorage();
    private final FakeMailboxes mailboxes = new FakeMailboxes(storage);
    private final HeaderRoom room = new HeaderRoom();
    private final Witness witness = new Witness();

    /// Notes what it is shown.
    private static final class Witness implements ContentExamination {
        final List<String> headers = new ArrayList<>();
        final ByteArrayOutputStream body = new ByteArrayOutputStream();
        Examined finding =
                new Examined(
                        Verdict.ACCEPT,
                        octets("Above: 1\r\n"),
                        octets("Below: 2\r\n"),
                        Map.of(Fact.SPF, "pass x"),
                        "");
        int closed;

        @Override
        public byte[] header(byte[] section) {
            String text = text(section);
            headers.add(text);
            return octets(text.replace("Forged: yes\r\n", ""));
        }

        @Override
        public void body(byte[] octets, int offset, int length) {
            body.write(octets, offset, length);
        }

        @Override
        public Examined finish() {
            return finding;
        }

        @Override
        public void close() {
            closed++;
        }
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private MailIntake intake(ContentExamination examination) {
        return new MailIntake(
                mailboxes, MessageLimits.defaults(), room, HeaderRule.AS_IT_COMES, examination);
    }

    private static void write(MailIntake intake, String content, Random random) {
        byte[] octets = octets(content);
        for (int at = 0; at < octets.length; ) {
            int piece = Math.min(1 + random.nextInt(1 + random.nextInt(60)), octets.length - at);
            intake.write(octets, at, piece);
            at += piece;
        }
    }

    private String stored(StagedContent content) {
        return text(Model.read(storage, content.message().blob().id()));
    }

    /// What is stored below the top, and seen by the examination, for what a client sent.
    private String taken(String sent) {
        Witness seen = new Witness();
        try (MailIntake intake = intake(seen)) {
            write(intake, sent, new Random(sent.length()));
            StagedContent content = intake.finish(OWN).orElseThrow();
            String top = "Return-Path: <a@x>\r\nAbove: 1\r\nReceived: by us; now\r\nBelow: 2\r\n";
            String stored = stored(content);
            assertThat(stored).startsWith(top);
            assertThat(content.prefixOctets()).isEqualTo(20);
            assertThat(content.ownOctets()).isEqualTo(top.length());
            assertThat(seen.headers).hasSize(1);
            assertThat(seen.headers.getFirst() + text(seen.body.toByteArray()))
                    .isEqualTo(stored.substring(top.length()));
            assertScanned(content, stored);
            return seen.headers.getFirst() + "|" + text(seen.body.toByteArray());
        }
    }

    /// The scan is that of what is stored.
    private static void assertScanned(StagedContent content, String stored) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(octets(stored), 0, stored.length());
        ScannedMessage again = scanner.finish();
        assertThat(content.message().scan()).isEqualTo(again);
        assertThat(content.bodyPosition()).isEqualTo(again.headerOctets());
    }

    @Test
    void aHeaderSectionGoesOnToItsEmptyLine() {
        assertThat(taken("A: b\r\n c\r\n\r\nbody: x\r\n"))
                .isEqualTo("A: b\r\n c\r\n\r\n|body: x\r\n");
        assertThat(taken("A: b\n\nbody")).isEqualTo("A: b\n\n|body");
        assertThat(taken("A : b\r\n\r\n")).isEqualTo("A : b\r\n\r\n|");
        assertThat(taken("\r\nbody")).isEqualTo("\r\n|body");
        assertThat(taken("\r\n\r\nbody")).isEqualTo("\r\n|\r\nbody");
    }

    @Test
    void aContentMayEndInItsHeaderSection() {
        assertThat(taken("")).isEqualTo("|");
        assertThat(taken("A: b")).isEqualTo("A: b|");
        assertThat(taken("A: b\r\n")).isEqualTo("A: b\r\n|");
        assertThat(taken("A: b\r\n ")).isEqualTo("A: b\r\n |");
        assertThat(taken("A: b\r\nC")).isEqualTo("A: b\r\n\r\n|C");
        assertThat(taken("A: b\r\n\r")).isEqualTo("A: b\r\n\r\n|\r");
        assertThat(taken("\r\n")).isEqualTo("\r\n|");
    }

    /// Nothing that a client sends can go on from a field of ours (THREATS S18), or be a field to one
    /// reader and text to another.
    @Test
    void whatIsNoFieldBeginsTheBody() {
        assertThat(taken(" dkim=pass\r\nSubject: x\r\n\r\nbody"))
                .isEqualTo("\r\n| dkim=pass\r\nSubject: x\r\n\r\nbody");
        assertThat(taken("Hello there\r\nSubject: x\r\n\r\n"))
                .isEqualTo("\r\n|Hello there\r\nSubject: x\r\n\r\n");
        assertThat(taken("Subject: x\r\nHello\r\nForged: yes\r\n\r\n"))
                .isEqualTo("Subject: x\r\n\r\n|Hello\r\nForged: yes\r\n\r\n");
        assertThat(taken("Subject: x\r\n: nameless\r\n\r\n"))
                .isEqualTo("Subject: x\r\n\r\n|: nameless\r\n\r\n");
        assertThat(taken("S\u00FCbject: x\r\n\r\n")).isEqualTo("\r\n|S\u00FCbject: x\r\n\r\n");
        assertThat(taken("A: b\r\n\rC: d\r\n\r\n")).isEqualTo("A: b\r\n\r\n|\rC: d\r\n\r\n");
        String name = "N".repeat(998);
        assertThat(taken(name + ": x\r\n\r\n")).isEqualTo(name + ": x\r\n\r\n|");
        assertThat(taken("N" + name + ": x\r\n\r\n")).isEqualTo("\r\n|N" + name + ": x\r\n\r\n");
    }

    @Test
    void anMboxLineBecomesAField() {
        assertThat(taken("From a@x Sun Mar  1 2026\r\nSubject: x\r\n\r\nbody"))
                .isEqualTo("X-Mailbox-Line: From a@x Sun Mar  1 2026\r\nSubject: x\r\n\r\n|body");
        assertThat(taken(">From a\r\n folded\r\n\r\n"))
                .isEqualTo("X-Mailbox-Line: >From a\r\n folded\r\n\r\n|");
        assertThat(taken("From : a@x\r\n\r\n")).isEqualTo("From : a@x\r\n\r\n|");
        assertThat(taken("A: b\r\nFrom a@x\r\n\r\n")).isEqualTo("A: b\r\n\r\n|From a@x\r\n\r\n");
    }

    @Test
    void anyOctetsGiveAMessageThatIsScannedAsItIsStored() {
        String[] bits = {
            "A: b",
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            ":",
            "From ",
            "x y",
            "Content-Type: ",
            "multipart/mixed; boundary=b",
            "--b",
            "--b--",
            "\u00E4",
            "\u0000",
            "text/html"
        };
        for (int seed = 1; seed <= 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder sent = new StringBuilder();
            for (int left = random.nextInt(25); left > 0; left--) {
                sent.append(bits[random.nextInt(bits.length)]);
                sent.append(random.nextInt(3) == 0 ? "\r\n" : "");
            }
            taken(sent.toString());
        }
    }

    @Test
    void theExaminationMayTakeFieldsOut() {
        try (MailIntake intake = intake(witness)) {
            write(intake, "A: b\r\nForged: yes\r\nC: d\r\n\r\nForged: yes\r\n", new Random(1));
            StagedContent content = intake.finish(OWN).orElseThrow();
            assertThat(stored(content)).endsWith("Below: 2\r\nA: b\r\nC: d\r\n\r\nForged: yes\r\n");
            assertThat(content.examined().facts()).containsEntry(Fact.SPF, "pass x");
        }
        assertThat(witness.closed).isPositive();
    }

    @Test
    void theExaminationMayRefuse() {
        SmtpReply no = SmtpReply.of(550, "5.7.23", "No");
        witness.finding =
                Examined.refused(new Verdict.Refuse(no, "spf"), Map.of(Fact.SPF, "fail x"));
        try (MailIntake intake = intake(witness)) {
            write(intake, "A: b\r\n\r\nbody", new Random(1));
            assertThat(intake.finish(OWN)).isEmpty();
            assertThat(intake.problem()).contains(no);
            assertThat(intake.refusal()).contains(new Verdict.Refuse(no, "spf"));
            assertThat(intake.facts()).containsEntry(Fact.SPF, "fail x");
        }
        assertThat(storage.status().commits()).isZero();
    }

    @Test
    void troubleOfTheExaminationIsTemporary() {
        ContentExamination broken =
                new ContentExamination() {
                    @Override
                    public byte[] header(byte[] section) {
                        return section;
                    }

                    @Override
                    public void body(byte[] octets, int offset, int length) {}

                    @Override
                    public Examined finish() {
                        throw new UnavailableException("no key");
                    }

                    @Override
                    public void close() {}
                };
        try (MailIntake intake = intake(broken)) {
            write(intake, "A: b\r\n\r\nbody", new Random(1));
            assertThat(intake.finish(OWN)).isEmpty();
            assertThat(intake.problem().orElseThrow().code()).isEqualTo(451);
        }
    }

    /// THREATS S36
    @Test
    void aHeaderSectionHasALimit() {
        String field = "X-Long: " + "x".repeat(90) + "\r\n";
        try (MailIntake intake = intake(witness)) {
            write(intake, field.repeat((1 << 20) / field.length() + 1), new Random(1));
            assertThat(intake.problem().orElseThrow().inOneLine())
                    .isEqualTo("552 5.3.4 Header section too large");
            assertThat(intake.finish(OWN)).isEmpty();
        }
        assertThat(witness.headers).isEmpty();
        assertThat(witness.closed).isPositive();
        try (MailIntake intake = intake(new Witness())) {
            write(intake, "X: y\r\n".repeat(10_001) + "\r\n", new Random(1));
            assertThat(intake.problem().orElseThrow().code()).isEqualTo(552);
        }
    }

    /// THREATS S36: 200 sessions with nearly a MiB each.
    @Test
    void largeHeaderSectionsTogetherHaveALimit() {
        byte[] field = octets("X-Long: " + "x".repeat(900_000) + "\r\n");
        List<MailIntake> open = new ArrayList<>();
        List<SmtpReply> problems = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            MailIntake intake = intake(ContentExamination.none());
            open.add(intake);
            intake.write(field, 0, field.length);
            intake.problem().ifPresent(problems::add);
        }
        assertThat(problems).hasSizeBetween(110, 150);
        assertThat(problems.getFirst().code()).isEqualTo(452);
        open.forEach(MailIntake::close);
        open.forEach(MailIntake::close);
        try (MailIntake intake = intake(ContentExamination.none())) {
            intake.write(field, 0, field.length);
            assertThat(intake.finish(OWN)).isPresent();
        }
        assertThat(room.take(0, 64 << 20)).isTrue();
    }

    @Test
    void aSessionThatBreaksOffLeavesNothing() {
        try (MailIntake intake = intake(witness)) {
            write(intake, "A: b\r\n\r\nbody", new Random(1));
        }
        assertThat(witness.closed).isPositive();
    }

    @Test
    void ownFieldsBeyondAsciiNeedWhatTheyNeed() {
        try (MailIntake intake = intake(ContentExamination.none())) {
            write(intake, "A: b\r\n\r\nbody", new Random(1));
            byte[] utf8 = "Received-SPF: pass <한@x>\r\n".getBytes(StandardCharsets.UTF_8);
            OwnFields own = new OwnFields(utf8, octets("Received: x\r\n"));
            StagedContent content = intake.finish(own).orElseThrow();
            assertThat(content.isEightBit()).isFalse();
            assertThat(own.with(found(utf8)).isEightBit()).isTrue();
        }
    }

    private static Examined found(byte[] above) {
        return new Examined(Verdict.ACCEPT, above, octets(""), Map.of(), "");
    }

    @Test
    void aTopThatIsTooLargeIsABug() {
        witness.finding = found(new byte[200_000]);
        try (MailIntake intake = intake(witness)) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> intake.finish(OWN));
        }
    }

    @Test
    void nothingIsExaminedAnewUnlessItSaysSo() {
        assertThat(witness.anew()).isEqualTo(Optional.empty());
    }
}
