// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.message.mime.HeaderField;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;

/// What checks are asked, and what becomes of their wishes.
final class ContentCheckTest {
    private final MtaStage stage = new MtaStage(1);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");
    private final List<String> asked = new ArrayList<>();

    /// Notes what it is asked, and answers by a function.
    private final class Scripted implements SessionCheck {
        private final String name;
        private final Function<CheckedMessage, ContentVerdict> onContent;
        private Verdict onMail = Verdict.ACCEPT;
        private Verdict onRcpt = Verdict.ACCEPT;

        Scripted(String name, Function<CheckedMessage, ContentVerdict> onContent) {
            this.name = name;
            this.onContent = onContent;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Verdict mail(MailFacts mail) {
            asked.add(name + " mail " + mail.from());
            return onMail;
        }

        @Override
        public Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request) {
            asked.add(name + " rcpt " + to);
            return onRcpt;
        }

        @Override
        public ContentVerdict content(
                MailFacts mail, List<String> recipients, CheckedMessage message) {
            asked.add(name + " content " + mail.from() + " " + recipients);
            return onContent.apply(message);
        }

        @Override
        public void reset() {
            asked.add(name + " reset");
        }

        @Override
        public void close() {
            asked.add(name + " close");
        }
    }

    private void use(Scripted... checks) {
        stage.checks =
                new Checks(
                        java.util.Arrays.stream(checks)
                                .<java.util.function.Supplier<SessionCheck>>map(
                                        check -> () -> check)
                                .toList());
    }

    private static Scripted wishing(ContentCheckTest test, String name, Edit... edits) {
        return test.new Scripted(name, _ -> new ContentVerdict.Accept(List.of(edits)));
    }

    private static HeaderField field(String name, String value) {
        return new HeaderField(name, value);
    }

    private static Edit adding(String address) {
        return new Edit.AddRecipient(path(address), RecipientRequest.NONE);
    }

    private static ForwardPath path(String address) {
        return new ForwardPath.To(Address.of(address));
    }

    private String stored(Account account) {
        List<String> messages = stage.mailboxes.messages(account);
        assertThat(messages).hasSize(1);
        return messages.getFirst();
    }

    /// Behind our trace fields.
    private String received(Account account) {
        String message = stored(account);
        return message.substring(message.indexOf("+0000\r\n") + 7);
    }

    private static String bodyOf(CheckedMessage message) {
        byte[] octets = new byte[(int) message.bodyOctets()];
        for (int at = 0; at < octets.length; ) {
            at += message.readBody(at, octets, at, Math.min(3, octets.length - at));
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    @Test
    void aCheckIsAskedInOrderAndReadsWhatTheClientSent() {
        List<String> seen = new ArrayList<>();
        use(
                new Scripted(
                        "a",
                        message -> {
                            seen.add(message.octets() + " octets");
                            message.header()
                                    .forEach(field -> seen.add(field.name() + ":" + field.value()));
                            seen.add(bodyOf(message));
                            return ContentVerdict.ACCEPT;
                        }));
        stage.receive("c@far.example").to("alice@d.example", "bob@d.example").send(MESSAGE);
        assertThat(asked)
                .containsExactly(
                        "a mail <c@far.example>",
                        "a rcpt <alice@d.example>",
                        "a rcpt <bob@d.example>",
                        "a content <c@far.example> [alice@d.example, bob@d.example]",
                        "a reset");
        assertThat(seen)
                .containsExactly(
                        MESSAGE.length() + " octets",
                        "From: Alice <alice@d.example>",
                        "To: someone@remote.example",
                        "Subject: hello",
                        "Date: Sun, 1 Mar 2026 08:59:00 +0000",
                        "Message-ID: <1@client.example>",
                        "Hi.\r\n");
        assertThat(received(alice)).isEqualTo(MESSAGE);
    }

    @Test
    void nobodyIsAskedAboutARecipientThatIsRefusedAnyway() {
        use(wishing(this, "a"));
        stage.receive("c@far.example").rcpt("nobody@d.example");
        assertThat(asked).containsExactly("a mail <c@far.example>");
    }

    @Test
    void refusalsReachTheClientAtEachStage() {
        SmtpReply no = SmtpReply.of(550, "5.7.1", "No");
        Scripted check =
                new Scripted(
                        "a", _ -> new ContentVerdict.Refuse(new Verdict.Refuse(no, "a said no")));
        use(check);
        assertThat(stage.receive("c@far.example").to("alice@d.example").send(MESSAGE))
                .isEqualTo("550 5.7.1 No");
        check.onRcpt = new Verdict.Refuse(no, "a said no");
        assertThat(text(stage.receive("c@far.example").rcpt("alice@d.example")))
                .isEqualTo("550 5.7.1 No");
        check.onMail = new Verdict.Refuse(no, "a said no");
        assertThat(text(stage.receive("c@far.example").mail)).isEqualTo("550 5.7.1 No");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
    }

    @Test
    void fieldsAreAddedChangedAndRemovedAndTheNextCheckSeesIt() {
        List<String> seen = new ArrayList<>();
        use(
                wishing(
                        this,
                        "a",
                        new Edit.AddField(field("X-Last", " 1")),
                        new Edit.InsertField(0, field("X-First", " 2")),
                        new Edit.InsertField(2, field("X-Third", " 3\r\n\tfolded")),
                        new Edit.ChangeField(1, field("subject", " [spam] hello")),
                        new Edit.ChangeField(2, field("Subject", " second")),
                        new Edit.RemoveField(1, "Date"),
                        new Edit.RemoveField(2, "To")),
                new Scripted(
                        "b",
                        message -> {
                            message.header().forEach(field -> seen.add(field.name()));
                            return ContentVerdict.ACCEPT;
                        }));
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(stored(alice)).startsWith("Return-Path: <c@far.example>\r\nReceived: from ");
        assertThat(received(alice))
                .isEqualTo(
                        "X-First: 2\r\n"
                                + "From: Alice <alice@d.example>\r\n"
                                + "X-Third: 3\r\n\tfolded\r\n"
                                + "To: someone@remote.example\r\n"
                                + "subject: [spam] hello\r\n"
                                + "Message-ID: <1@client.example>\r\n"
                                + "X-Last: 1\r\n"
                                + "Subject: second\r\n"
                                + "\r\n"
                                + "Hi.\r\n");
        assertThat(seen)
                .containsExactly(
                        "X-First",
                        "From",
                        "X-Third",
                        "To",
                        "subject",
                        "Message-ID",
                        "X-Last",
                        "Subject");
    }

    @Test
    void aBodyIsReplaced() {
        use(new Scripted("a", message -> withBody(message, "New", " body.\r\n")));
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(received(alice)).isEqualTo(MESSAGE.replace("Hi.\r\n", "New body.\r\n"));
    }

    private static ContentVerdict withBody(CheckedMessage message, String... pieces) {
        try {
            for (String piece : pieces) {
                byte[] octets = piece.getBytes(StandardCharsets.ISO_8859_1);
                message.writeBody(octets, 0, octets.length);
            }
            return new ContentVerdict.Accept(List.of(new Edit.ReplaceBody()));
        } catch (CheckedMessage.BodyTooLarge tooLarge) {
            return new ContentVerdict.Discard(String.valueOf(tooLarge.getMessage()));
        }
    }

    @Test
    void aBodyLargerThanMessagesMayBeIsNotTaken() {
        stage.maxOctets = 8;
        stage.build();
        use(new Scripted("a", message -> withBody(message, "12345678", "9")));
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(records())
                .containsExactly("alice@d.example DISCARDED the new body has more than 8 octets");
    }

    @Test
    void aMessageWithoutAnEmptyLineGetsOneWhenItIsEdited() {
        use(wishing(this, "a", new Edit.AddField(field("X-A", " 1"))));
        stage.receive("c@far.example").to("alice@d.example").send("Subject: x\r\nnot a field\r\n");
        assertThat(received(alice)).isEqualTo("Subject: x\r\nX-A: 1\r\n\r\nnot a field\r\n");
    }

    @Test
    void senderAndRecipientsAreChanged() {
        use(
                wishing(
                        this,
                        "a",
                        new Edit.ChangeSender(ReversePath.NULL),
                        new Edit.RemoveRecipient(path("ALICE@d.example")),
                        adding("bob@d.example"),
                        adding("nobody@d.example"),
                        adding("archive@far.example")));
        String reply = stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(reply).startsWith("250 2.0.0 Ok: ");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        assertThat(stored(bob)).startsWith("Return-Path: <>\r\nReceived: ");
        QueueEntry entry = stage.queue.list(Optional.empty(), 10).getFirst();
        assertThat(entry.from()).isEqualTo(ReversePath.NULL);
        assertThat(entry.content().prefixOctets()).isEqualTo("Return-Path: <>\r\n".length());
        assertThat(records())
                .containsExactlyInAnyOrder(
                        "alice@d.example DISCARDED a",
                        "bob@d.example STORED ",
                        "archive@far.example QUEUED ");
    }

    @Test
    void aMailWhoseRecipientsAreAllRemovedIsDiscarded() {
        use(wishing(this, "a", new Edit.RemoveRecipient(path("alice@d.example"))));
        String reply = stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(reply).startsWith("250 2.0.0 Ok: queued as ");
        assertThat(records()).containsExactly("alice@d.example DISCARDED a");
    }

    @Test
    void underLmtpEachRecipientHasItsReplyWhateverACheckDoes() {
        use(
                wishing(
                        this,
                        "a",
                        new Edit.RemoveRecipient(path("alice@d.example")),
                        adding("archive@far.example")));
        List<SmtpReply> replies =
                stage.receiveLmtp("c@far.example")
                        .to("alice@d.example", "bob@d.example")
                        .sendForReplies(MESSAGE);
        assertThat(replies).hasSize(2).allMatch(SmtpReply::isPositive);
    }

    @Test
    void discardedMailIsAcceptedAndTheLedgerNamesTheRule() {
        use(new Scripted("a", _ -> new ContentVerdict.Discard("a: spam")));
        String reply = stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertThat(reply).startsWith("250 2.0.0 Ok: queued as ");
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        assertThat(records()).containsExactly("alice@d.example DISCARDED a: spam");
    }

    @Test
    void heldMailWaitsForAnOperator() {
        use(wishing(this, "a", new Edit.Hold("virus?")));
        stage.receive("c@far.example").to("alice@d.example", "bob@d.example").send(MESSAGE);
        assertThat(stage.mailboxes.messages(alice)).isEmpty();
        assertThat(stage.work()).isZero();
        QueueEntry entry = stage.queue.list(Optional.empty(), 10).getFirst();
        assertThat(entry.held()).contains("a: virus?");
        assertThat(records())
                .containsExactlyInAnyOrder(
                        "alice@d.example HELD a: virus?", "bob@d.example HELD a: virus?");
        stage.restart();
        stage.queue.intervene(entry.id(), new Intervention.Release());
        assertThat(stage.work()).isEqualTo(1);
        assertThat(received(alice)).isEqualTo(MESSAGE);
        assertThat(stage.queue.size()).isZero();
    }

    @Test
    void submittedMailIsCheckedAsItWillTravel() {
        use(
                new Scripted(
                        "a",
                        message -> {
                            message.header().forEach(field -> asked.add(field.name()));
                            return new ContentVerdict.Accept(
                                    List.of(new Edit.InsertField(1, field("X-Signed", " yes"))));
                        }));
        stage.submit("alice@d.example", "alice@d.example")
                .to("bob@d.example")
                .send("From: alice@d.example\r\nBcc: bob@d.example\r\n\r\nHi.\r\n");
        assertThat(asked).contains("Date", "Message-ID", "From").doesNotContain("Bcc");
        assertThat(stored(bob)).contains("\r\nX-Signed: yes\r\n");
    }

    private List<String> records() {
        return stage
                .ledger
                .between(
                        stage.clock.instant().minusSeconds(60),
                        stage.clock.instant().plusSeconds(60),
                        100)
                .stream()
                .filter(r -> !r.recipient().isEmpty())
                .map(r -> r.recipient() + " " + r.outcome() + " " + r.detail())
                .toList();
    }
}
