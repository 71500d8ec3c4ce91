// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.Language;
import org.pabal.directory.WhoMaySend;
import org.pabal.message.ForwardPath;
import org.pabal.mta.acceptance.FullMailbox;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.queue.Destination;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.smtp.SmtpReply;
import org.pabal.storage.StorageException;

final class ReceptionTest {
    private final MtaStage stage = new MtaStage(1);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");

    private Account limited(String address, long quota) {
        return stage.directory.account(address, OptionalLong.of(quota), true, Language.ENGLISH);
    }

    @Test
    void mailIsStoredWithTraceFieldsInFrontAndElseUnchanged() {
        stage.resolver.name("192.0.2.7", "out.client.example");
        stage.resolver.address("out.client.example", "192.0.2.7");
        String reply = stage.receive("carol@far.example").to("alice@d.example").send(MESSAGE);
        assertTrue(reply.matches("250 2.0.0 Ok: stored as [0-9A-Z]{16}"), reply);
        String id = reply.substring(reply.length() - 16);
        assertEquals(
                List.of(
                        "Return-Path: <carol@far.example>\r\n"
                                + "Received: from client.example (out.client.example"
                                + " [192.0.2.7])\r\n"
                                + "\tby mail.d.example with ESMTP id "
                                + id
                                + "\r\n\tfor <alice@d.example>;\r\n"
                                + "\tSun, 1 Mar 2026 09:00:00 +0000\r\n"
                                + MESSAGE),
                stage.mailboxes.messages(alice));
        assertEquals(0, stage.queue.size());
    }

    @Test
    void aNameThatDoesNotLeadBackIsUnknown() {
        stage.resolver.name("192.0.2.7", "mail.bank.example");
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertTrue(stage.mailboxes.messages(alice).getFirst().contains("(unknown [192.0.2.7])"));
    }

    @Test
    void severalRecipientsGetOneCopyEachAndNoneIsNamed() {
        stage.directory.alias("team@d.example", "alice@d.example", "bob@d.example");
        stage.receive("c@far.example").to("team@d.example", "alice@d.example").send(MESSAGE);
        assertEquals(1, stage.mailboxes.messages(alice).size());
        assertEquals(1, stage.mailboxes.messages(bob).size());
        assertFalse(stage.mailboxes.messages(alice).getFirst().contains("\tfor <"));
    }

    @Test
    void aDetailLeadsToTheAccount() {
        stage.receive("c@far.example").to("alice+lists@d.example").send(MESSAGE);
        assertEquals(1, stage.mailboxes.messages(alice).size());
    }

    /// THREATS S34.
    @Test
    void whoCannotGetMailIsRefusedAtRcpt() {
        limited("full@d.example", 0);
        stage.directory.account("gone@d.example", OptionalLong.empty(), false, Language.ENGLISH);
        Session session = stage.receive("c@far.example");
        assertEquals(
                "550 5.1.1 <nobody@d.example>: No such user here",
                text(session.rcpt("nobody@d.example")));
        assertEquals(
                "452 4.2.2 <full@d.example>: Mailbox full", text(session.rcpt("full@d.example")));
        assertTrue(text(session.rcpt("gone@d.example")).startsWith("550 5.2.1 "));
        stage.directory.down(true);
        org.junit.jupiter.api.Assertions.assertThrows(
                org.pabal.message.UnavailableException.class,
                () -> session.rcpt("alice@d.example"));
    }

    @Test
    void aGroupTakesMailFromWhomItsRuleSays() {
        stage.directory.group(
                "team@d.example", WhoMaySend.MEMBERS, "alice@d.example", "friend@far.example");
        stage.directory.group("empty@d.example", WhoMaySend.ANYONE);
        stage.directory.alias("all@d.example", "team@d.example");
        for (String group : List.of("team@d.example", "all@d.example")) {
            for (String stranger : List.of("c@far.example", "bob@d.example", "")) {
                assertEquals(
                        "550 5.7.1 <" + group + ">: You may not send to this group",
                        text(stage.receive(stranger).rcpt(group)));
            }
            for (String member : List.of("alice+x@d.example", "Friend@far.example")) {
                assertEquals("accept", text(stage.receive(member).rcpt(group)));
            }
        }
        assertEquals(
                "550 5.2.4 <empty@d.example>: This group has no members",
                text(stage.receive("c@far.example").rcpt("empty@d.example")));
        stage.receive("friend@far.example").to("team@d.example").send(MESSAGE);
        assertEquals(1, stage.mailboxes.messages(alice).size());
    }

    /// THREATS S13.
    @Test
    void nothingIsRelayed() {
        for (String from : List.of("alice@d.example", "")) {
            Session session = stage.receive(from);
            for (String to : List.of("u@other.example", "alice@[192.0.2.99]")) {
                assertEquals("554 5.7.1 <" + to + ">: Relay access denied", text(session.rcpt(to)));
            }
            for (String to :
                    List.of(
                            "u%other.example@d.example",
                            "other.example!u@d.example", "\"u@other.example\"@d.example")) {
                assertTrue(text(session.rcpt(to)).startsWith("550 5.1.1 "), to);
            }
            String routed =
                    text(
                            session.rcpt(
                                    ForwardPath.parse("<@d.example:u@other.example>")
                                            .orElseThrow()));
            assertEquals("554 5.7.1 <u@other.example>: Relay access denied", routed);
        }
        assertEquals(0, stage.queue.size());
    }

    /// THREATS S35.
    @Test
    void postmasterAndOurLiteralAreAccepted() {
        Session session = stage.receive("");
        assertEquals("accept", text(session.rcpt(new ForwardPath.Postmaster())));
        assertEquals("accept", text(session.rcpt("postmaster@d.example")));
        assertEquals("accept", text(session.rcpt("abuse@d.example")));
        assertEquals("accept", text(session.rcpt("bob@[198.51.100.1]")));
        stage.recipientConfig =
                new RecipientConfig(
                        Optional.empty(),
                        Set.of(
                                InetAddress.ofLiteral("127.0.0.1"),
                                InetAddress.ofLiteral("2001:db8::25")),
                        FullMailbox.DEFER);
        stage.build();
        session = stage.receive("");
        assertEquals("accept", text(session.rcpt("bob@[127.0.0.1]")));
        assertEquals("accept", text(session.rcpt("bob@[IPv6:2001:db8::25]")));
        assertEquals("accept", text(session.rcpt("bob@[IPv6:2001:db8:0:0::25]")));
        assertTrue(text(session.rcpt("bob@[127.0.0.2]")).startsWith("554 5.7.1 "));
        assertTrue(text(session.rcpt("nobody@[127.0.0.1]")).startsWith("550 5.1.1 "));
        session.send(MESSAGE);
        assertEquals(1, stage.mailboxes.messages(bob).size());
    }

    @Test
    void anAliasMayLeadOut() {
        stage.directory.alias("out@d.example", "x@remote.example", "bob@d.example");
        String reply = stage.receive("c@far.example").to("out@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 Ok: queued as "), reply);
        assertEquals(1, stage.mailboxes.messages(bob).size());
        QueueEntry entry = stage.queue.list(Optional.empty(), 10).getFirst();
        assertEquals("remote.example", entry.destination().toString());
        assertEquals("x@remote.example", entry.recipients().getFirst().address().toString());
        assertEquals("out@d.example", entry.recipients().getFirst().original());
        assertEquals("Return-Path: <c@far.example>\r\n".length(), entry.content().prefixOctets());
    }

    @Test
    void aliasesInACircleAreATemporaryFault() {
        stage.directory.alias("a@d.example", "b@d.example");
        stage.directory.alias("b@d.example", "a@d.example");
        assertTrue(text(stage.receive("").rcpt("a@d.example")).startsWith("451 4.3.5 "));
        stage.directory.alias("c@d.example", "c@d.example", "bob@d.example");
        assertEquals("accept", text(stage.receive("").rcpt("c@d.example")));
    }

    @Test
    void theOnlyAccountThatFillsUpBeforeTheDotDefersTheMail() {
        Account tight = limited("tight@d.example", 600);
        stage.receive("c@far.example").to("tight@d.example").send(MESSAGE);
        Session session = stage.receive("c@far.example").to("tight@d.example");
        assertEquals("452 4.2.2 Mailbox full", session.send(MESSAGE));
        assertEquals(0, stage.queue.size());
        assertEquals(1, stage.mailboxes.messages(tight).size());
        stage.storage.collectUnnamed();
        assertEquals(1, stage.storage.blobCount());
    }

    @Test
    void aFullMailboxIsRejectedIfTheSettingsSaySo() {
        stage.recipientConfig = new RecipientConfig(Optional.empty(), Set.of(), FullMailbox.REJECT);
        stage.build();
        limited("tight@d.example", 600);
        stage.receive("c@far.example").to("tight@d.example").send(MESSAGE);
        limited("full@d.example", 0);
        assertEquals(
                "552 5.2.2 <full@d.example>: Mailbox full",
                text(stage.receive("c@far.example").rcpt("full@d.example")));
        assertEquals(
                "552 5.2.2 Mailbox full",
                stage.receive("c@far.example").to("tight@d.example").send(MESSAGE));
    }

    @Test
    void whatIsLargerThanTheWholeQuotaIsRejected() {
        limited("tight@d.example", 300);
        assertEquals(
                "552 5.2.2 Message is larger than the mailbox may be",
                stage.receive("c@far.example").to("tight@d.example").send(MESSAGE));
        Session announced = stage.receiveAnnouncing("c@far.example", 301);
        assertEquals(
                "552 5.2.2 <tight@d.example>: Message is larger than the mailbox may be",
                text(announced.rcpt("tight@d.example")));
        assertEquals("accept", text(announced.rcpt("alice@d.example")));
        assertEquals(0, stage.queue.size());
    }

    @Test
    void oneOfSeveralWithoutRoomWaitsInTheQueueAndIsFiledOnceThereIs() {
        Account tight = limited("tight@d.example", 300);
        String reply =
                stage.receive("c@far.example").to("tight@d.example", "bob@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 Ok: queued as "), reply);
        assertEquals(1, stage.mailboxes.messages(bob).size());
        assertEquals(
                Destination.LOCAL, stage.queue.list(Optional.empty(), 1).getFirst().destination());
        stage.work();
        assertEquals(1, stage.queue.size(), "still no room");
        stage.restart();
        limited("tight@d.example", 3_000);
        stage.workNext();
        assertEquals(stage.mailboxes.messages(bob), stage.mailboxes.messages(tight));
        assertEquals(0, stage.queue.size());
        stage.storage.collectUnnamed();
        assertEquals(2, stage.storage.blobCount(), "the queue let go of the content");
    }

    /// THREATS S33.
    @Test
    void lmtpGivesEachRecipientItsReply() {
        limited("tight@d.example", 600);
        stage.receiveLmtp("c@far.example").to("tight@d.example").sendForReplies(MESSAGE);
        List<SmtpReply> replies =
                stage.receiveLmtp("c@far.example")
                        .to("alice@d.example", "tight@d.example", "bob@d.example")
                        .sendForReplies(MESSAGE);
        assertEquals(List.of(250, 452, 250), replies.stream().map(SmtpReply::code).toList());
        assertEquals("452 4.2.2 Mailbox full", text(replies.get(1)));
        assertEquals(1, stage.mailboxes.messages(alice).size());
        assertEquals(1, stage.mailboxes.messages(bob).size());
        assertEquals(0, stage.queue.size());
    }

    @Test
    void whatTheStoreCannotKeepIsNotPromised() {
        stage.storage.failNextCommits(1, new StorageException.Full("no room"));
        Session session = stage.receive("c@far.example").to("alice@d.example");
        assertTrue(session.send(MESSAGE).startsWith("452 4.3.1 "));
        stage.storage.failNextCommits(1, new StorageException.Unavailable("broken"));
        session = stage.receive("c@far.example").to("alice@d.example");
        assertTrue(session.send(MESSAGE).startsWith("451 4.3.0 "));
        stage.storage.failNextCommits(1, new StorageException.Unavailable("broken"));
        List<SmtpReply> replies =
                stage.receiveLmtp("c@far.example")
                        .to("alice@d.example", "bob@d.example")
                        .sendForReplies(MESSAGE);
        assertEquals(List.of(451, 451), replies.stream().map(SmtpReply::code).toList());
        assertEquals(0, stage.mailboxes.messages(alice).size());
    }

    /// THREATS S22.
    @Test
    void contentThatIsCutOffIsNotKept() {
        stage.receive("c@far.example").to("alice@d.example").breakOff(MESSAGE);
        assertEquals(0, stage.mailboxes.messages(alice).size());
        stage.storage.collectUnnamed();
        assertEquals(0, stage.storage.blobCount());
    }

    /// THREATS S23.
    @Test
    void whatIsPromisedStaysThoughNobodyReadsTheReply() {
        Session session = stage.receive("c@far.example").to("alice@d.example");
        session.send(MESSAGE);
        session.reset();
        stage.restart();
        assertEquals(1, stage.mailboxes.messages(alice).size());
        stage.receive("c@far.example").to("alice@d.example").send(MESSAGE);
        assertEquals(2, stage.mailboxes.messages(alice).size(), "tried again, it is another");
    }

    /// THREATS S17.
    @Test
    void loopsAreCut() {
        String hop = "Received: from a by b;\r\n\tSun, 1 Mar 2026 09:00:00 +0000\r\n";
        assertEquals("250", sent(hop.repeat(100) + MESSAGE));
        assertEquals("554 5.4.6", sent(hop.repeat(101) + MESSAGE));
        String delivered = "Delivered-To: alice@d.example\r\n";
        assertEquals("250", sent(delivered.repeat(50) + MESSAGE));
        assertEquals("554 5.4.6", sent(delivered.repeat(51) + MESSAGE));
        assertEquals("250", sent(MESSAGE + hop.repeat(200)), "in the body they are words");
        assertEquals(3, stage.mailboxes.messages(alice).size());
    }

    /// THREATS S36.
    @Test
    void headerSectionsHaveALimit() {
        String line = "X-Long: " + "x".repeat(1_000) + "\r\n";
        assertEquals("552 5.3.4", sent(line.repeat(1_100) + MESSAGE));
        assertEquals("552 5.3.4", sent("X: y\r\n".repeat(10_001) + MESSAGE));
        assertEquals("552 5.3.4", sent("X: " + "y".repeat(1_100_000) + "\r\n" + MESSAGE));
        assertEquals("250", sent(MESSAGE + "x".repeat(1_100_000) + "\r\n"));
        assertEquals(1, stage.mailboxes.messages(alice).size());
    }

    private String sent(String content) {
        String reply = stage.receive("c@far.example").to("alice@d.example").send(content);
        return reply.startsWith("250") ? "250" : reply.substring(0, 9);
    }

    @Test
    void theLedgerSaysWhatBecameOfEachRecipient() {
        stage.directory.alias("out@d.example", "x@remote.example");
        Session session = stage.receive("c@far.example").to("alice@d.example", "out@d.example");
        session.rcpt("nobody@d.example");
        String reply = session.send(MESSAGE);
        Instant now = stage.clock.instant();
        List<LedgerRecord> records = stage.ledger.between(now, now.plusMillis(1), 10);
        assertEquals(
                List.of(
                        "ACCEPTED ",
                        "QUEUED out@d.example",
                        "REFUSED nobody@d.example",
                        "STORED alice@d.example"),
                records.stream().map(r -> r.outcome() + " " + r.recipient()).sorted().toList());
        for (LedgerRecord record : records) {
            assertTrue(reply.endsWith(record.mail().toString()));
            assertEquals("<c@far.example>", record.reversePath());
            assertEquals("s1", record.session());
        }
        assertEquals(1, stage.ledger.prune(now.plusMillis(1)), "one value for one commit");
        assertEquals(0, stage.ledger.prune(now.plusMillis(1)));
    }

    @Test
    void aFullQueueDefers() {
        stage.queueConfig = SmallQueue.of(1);
        stage.build();
        stage.directory.alias("out@d.example", "x@remote.example");
        assertTrue(stage.receive("").to("out@d.example").send(MESSAGE).startsWith("250"));
        assertTrue(stage.receive("").to("out@d.example").send(MESSAGE).startsWith("452 4.3.1"));
    }

    private static final class SmallQueue {
        static org.pabal.mta.queue.QueueConfig of(int maxEntries) {
            var d = org.pabal.mta.queue.QueueConfig.defaults();
            return new org.pabal.mta.queue.QueueConfig(
                    d.concurrency(),
                    d.perDestination(),
                    d.schedule(),
                    d.expiry(),
                    d.delayReport(),
                    d.destinationRest(),
                    d.troubleRest(),
                    d.maxCrashes(),
                    maxEntries);
        }
    }
}
