// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.message.ForwardPath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderField;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.policy.CheckedMessage;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.policy.ContentVerdict;
import org.pabal.mta.policy.Edit;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.Verdict;

/// What examinations of contents are shown, and what becomes of what they find.
final class ContentExaminationTest {
    private static final Map<Fact, String> FACTS =
            Map.of(Fact.SPF, "fail far.example", Fact.LET_IN, "dkim");
    private static final String FOUND = "spf=fail dkim=pass";

    private final MtaStage stage = new MtaStage(1);
    private final Account alice = stage.directory.account("alice@d.example");
    private final List<AnnouncedMail> announced = new ArrayList<>();
    private final List<Scripted> begun = new ArrayList<>();
    private Verdict verdict = Verdict.ACCEPT;
    private boolean isMadeAnew;

    /// Counts what it is shown, and tells it on top.
    private final class Scripted implements ContentExamination {
        private final int number = begun.size() + 1;
        private int octets;
        private boolean closed;

        @Override
        public byte[] header(byte[] section) {
            octets += section.length;
            return section;
        }

        @Override
        public void body(byte[] body, int offset, int length) {
            octets += length;
        }

        @Override
        public Examined finish() {
            return verdict instanceof Verdict.Refuse refused
                    ? Examined.refused(refused, FACTS)
                    : new Examined(verdict, field("Above"), field("Below"), FACTS, FOUND);
        }

        private byte[] field(String name) {
            return (name + ": " + number + " saw " + octets + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Optional<ContentExamination> anew() {
            return isMadeAnew ? Optional.of(begin()) : Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private Scripted begin() {
        Scripted one = new Scripted();
        begun.add(one);
        return one;
    }

    private ContentExamination begin(AnnouncedMail mail) {
        announced.add(mail);
        return begin();
    }

    private void examine() {
        stage.examiner = this::begin;
        stage.signer = this::begin;
        stage.build();
    }

    private static SessionCheck wishing(Edit... edits) {
        return new SessionCheck() {
            @Override
            public String name() {
                return "a";
            }

            @Override
            public Verdict mail(MailFacts mail) {
                return Verdict.ACCEPT;
            }

            @Override
            public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
                return Verdict.ACCEPT;
            }

            @Override
            public void reset() {}

            @Override
            public void close() {}

            @Override
            public ContentVerdict content(
                    MailFacts mail, List<String> recipients, CheckedMessage message) {
                return new ContentVerdict.Accept(List.of(edits));
            }
        };
    }

    private void edit(Edit... edits) {
        stage.checks = new Checks(List.of(() -> wishing(edits), () -> wishing(edits)));
    }

    private String stored() {
        assertThat(stage.mailboxes.messages(alice)).hasSize(1);
        return stage.mailboxes.messages(alice).getFirst();
    }

    private static String tops(String message) {
        return message.lines()
                .filter(line -> line.matches("(Return-Path|Above|Received|Below|X-New|From):.*"))
                .map(line -> line.startsWith("Received") ? "Received" : line)
                .reduce("", (a, b) -> a + b + "|");
    }

    @Test
    void whatIsFoundStandsOnTopAndInTheLedgerAndWithTheMessage() {
        examine();
        assertThat(stage.receive("c@far.example").to("alice@d.example").send(MESSAGE))
                .startsWith("250 ");
        int octets = MESSAGE.length();
        assertThat(tops(stored()))
                .isEqualTo(
                        "Return-Path: <c@far.example>|Above: 1 saw %d|Received|Below: 1 saw %d|"
                                        .formatted(octets, octets)
                                + "From: Alice <alice@d.example>|");
        assertThat(stored()).endsWith(MESSAGE);
        assertThat(records(LedgerRecord.Outcome.ACCEPTED).getFirst().facts())
                .containsAllEntriesOf(FACTS);
        assertThat(stage.mailboxes.authentications(alice)).containsExactly(FOUND);
        AnnouncedMail mail = announced.getFirst();
        assertThat(mail.origin()).isEqualTo(Origin.RECEIVED);
        assertThat(mail.from()).hasToString("<c@far.example>");
        assertThat(mail.recipients()).hasSize(1);
        assertThat(begun.getFirst().closed).isTrue();
    }

    @Test
    void aRefusalIsToldWithItsFacts() {
        examine();
        verdict = Verdict.refuse(550, "5.7.23", "No", "SPF says fail");
        assertThat(stage.receive("c@far.example").to("alice@d.example").send(MESSAGE))
                .isEqualTo("550 5.7.23 No");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        stage.refusals.write();
        LedgerRecord refused = records(LedgerRecord.Outcome.REFUSED).getFirst();
        assertThat(refused.detail()).isEqualTo("550 5.7.23 No");
        assertThat(refused.facts())
                .containsAllEntriesOf(FACTS)
                .containsEntry(Fact.RULE, "SPF says fail")
                .containsEntry(Fact.CLIENT_ADDRESS, "192.0.2.7");
    }

    @Test
    void underLmtpARefusalIsToldToEach() {
        stage.directory.account("bob@d.example");
        examine();
        verdict = Verdict.refuse(451, "4.7.5", "Later", "DNS");
        assertThat(
                        stage.receiveLmtp("c@far.example")
                                .to("alice@d.example", "bob@d.example")
                                .sendForReplies(MESSAGE))
                .hasSize(2)
                .allMatch(reply -> reply.code() == 451);
    }

    @Test
    void whatBreaksOffIsLetGoOf() {
        examine();
        stage.receive("c@far.example").to("alice@d.example").breakOff("Subject: x\r\n\r\nbo");
        assertThat(begun).hasSize(1).allMatch(one -> one.closed);
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
    }

    @Test
    void findingsAboutTheMailAsItCameStayWhenChecksEditIt() {
        examine();
        edit(new Edit.AddField(new HeaderField("X-New", " 1")));
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(begun).hasSize(1);
        int octets = MESSAGE.length();
        assertThat(tops(stored()))
                .isEqualTo(
                        "Return-Path: <c@far.example>|Above: 1 saw %d|Received|Below: 1 saw %d|"
                                        .formatted(octets, octets)
                                + "From: Alice <alice@d.example>|X-New: 1|X-New: 1|");
        assertThat(stage.mailboxes.authentications(alice)).containsExactly(FOUND);
    }

    /// What was signed before an edit would be a broken signature.
    @Test
    void whatIsMadeAnewSeesTheEditedMail() {
        isMadeAnew = true;
        examine();
        edit(new Edit.AddField(new HeaderField("X-New", " 1")));
        stage.submit("alice@d.example", "alice@d.example").to("alice@d.example").send(MESSAGE);
        assertThat(announced.getFirst().origin()).isEqualTo(Origin.SUBMITTED);
        assertThat(begun).hasSize(3).allMatch(one -> one.closed);
        int octets = MESSAGE.length() + 2 * "X-New: 1\r\n".length();
        assertThat(tops(stored()))
                .isEqualTo(
                        "Return-Path: <alice@d.example>|Above: 3 saw %d|Received|Below: 3 saw %d|"
                                        .formatted(octets, octets)
                                + "From: Alice <alice@d.example>|X-New: 1|X-New: 1|");
    }

    @Test
    void whatWasFoundIsKeptWhileAMailWaits() {
        examine();
        edit(new Edit.Hold("look"));
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        stage.checks = Checks.NONE;
        stage.restart();
        var entry = stage.queue.list(Optional.empty(), 10).getFirst();
        stage.queue.intervene(entry.id(), new Intervention.Release());
        assertThat(stage.work()).isEqualTo(1);
        assertThat(stage.mailboxes.authentications(alice)).containsExactly(FOUND);
        assertThat(stored()).startsWith("Return-Path: <c@far.example>\r\nAbove: 1 saw ");
    }

    private List<LedgerRecord> records(LedgerRecord.Outcome outcome) {
        Instant now = stage.clock.instant();
        return stage
                .ledger
                .between(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), 100)
                .stream()
                .filter(record -> record.outcome() == outcome)
                .toList();
    }
}
