// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.directory.LoginContext;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.relay.Finding;
import org.pabal.mta.relay.SenderProbe;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.mta.testing.MtaStage;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;

final class SubmissionTest {
    private final MtaStage stage = new MtaStage(2);
    private final Account alice = stage.directory.account("alice@d.example");
    private final Account bob = stage.directory.account("bob@d.example");

    private String sent(String content) {
        return stage.submit("alice@d.example", "alice@d.example").to("bob@d.example").send(content);
    }

    private String stored() {
        return stage.mailboxes.messages(bob).getLast();
    }

    /// RFC 8601 §2.7.4: who reads the mail here can believe it, whatever its header section says.
    @Test
    void theLogInIsKeptWithEachCopy() {
        sent(MESSAGE);
        assertEquals(
                List.of("mail.d.example; auth=pass smtp.auth=alice@d.example"),
                stage.mailboxes.authentications(bob));
    }

    /// THREATS S14.
    @Test
    void theReversePathMustBeOnesOwn() {
        assertEquals("accept", text(stage.submit("alice@d.example", "alice@d.example").mail));
        assertEquals("accept", text(stage.submit("alice@d.example", "").mail));
        for (String other : List.of("bob@d.example", "alice@other.example", "x@d.example")) {
            assertTrue(
                    text(stage.submit("alice@d.example", other).mail).startsWith("553 5.7.1 "),
                    other);
        }
    }

    @Test
    void nobodyComesInWithoutLogIn() {
        MailService service = stage.submission.open(_ -> LoginContext.ANYWHERE, stage.checks);
        assertTrue(
                text(service.mail(stage.client(), ReversePath.NULL, MailParameters.NONE))
                        .startsWith("530 5.7.0 "));
        assertTrue(
                text(service.authenticated(stage.client(Optional.of("x@d.example"))))
                        .startsWith("535 5.7.8 "));
    }

    /// THREATS S14, M09.
    @Test
    void theAuthorMustBeOneself() {
        for (String from :
                List.of(
                        "alice@d.example",
                        "Alice <alice@d.example>",
                        "\"A, B\" <ALICE@D.example>",
                        "alice@d.example (Alice, (who else))",
                        "<alice+x@d.example>",
                        "\"bob@d.example\" <alice@d.example>",
                        "=?utf-8?B?7JWE7Iu4?=\r\n <alice@d.example>",
                        "\u00BE\u00C6\u00BD\u00CE <alice@d.example>")) {
            assertEquals("250", sent(withFrom("From: " + from + "\r\n")).substring(0, 3), from);
        }
        for (String from :
                List.of(
                        "bob@d.example",
                        "alice@d.example, bob@d.example",
                        "a@x, b@y",
                        "<>",
                        "",
                        "alice",
                        "alice@d.example <bob@d.example>",
                        "bob@d.example <alice@d.example>",
                        "<alice@d.example> <bob@d.example>",
                        "<alice@d.example> bob@d.example",
                        "<bob@d.example> (<alice@d.example>)",
                        "Group: alice@d.example;",
                        "<@x.example:alice@d.example>",
                        "<alice@d.example",
                        "(<alice@d.example>",
                        "\"<alice@d.example>",
                        "<alice@d.example>\\, bob@d.example")) {
            String reply = sent(withFrom("From: " + from + "\r\n"));
            assertTrue(reply.startsWith("550 5.7.1 "), from + ": " + reply);
        }
        assertTrue(sent(withFrom("")).startsWith("550 5.7.1 "));
        String one = "From: alice@d.example\r\n";
        for (String two : List.of("From: bob@d.example\r\n", "FROM : bob@d.example\r\n", one)) {
            assertTrue(sent(withFrom(one + two)).startsWith("550 5.7.1 "), two);
        }
        assertEquals(8, stage.mailboxes.messages(bob).size(), "what was refused is nowhere");
    }

    private static String withFrom(String fields) {
        return "Subject: x\r\n" + fields + "To: bob@d.example\r\n\r\nbody\r\n";
    }

    /// THREATS S14.
    @Test
    void otherOriginatorsMustBeOneselfToo() {
        String own = "From: alice@d.example\r\n";
        for (String field :
                List.of(
                        "Sender: Alice <alice@d.example>\r\n",
                        "Resent-From: alice@d.example\r\n",
                        "Resent-From: alice@d.example\r\nResent-Sender: alice@d.example\r\n")) {
            assertEquals("250", sent(withFrom(own + field)).substring(0, 3), field);
        }
        for (String field :
                List.of(
                        "Sender: bob@d.example\r\n",
                        "Sender: alice@d.example, bob@d.example\r\n",
                        "Sender: alice@d.example\r\nsender : alice@d.example\r\n",
                        "Resent-From: bob@d.example\r\n",
                        "Resent-Sender: <>\r\n")) {
            String reply = sent(withFrom(own + field));
            assertTrue(reply.startsWith("550 5.7.1 "), field + ": " + reply);
        }
    }

    @Test
    void aGrantLetsOneWriteFromAnotherAddress() {
        stage.directory.grant("alice@d.example", "sales@d.example");
        String reply =
                stage.submit("alice@d.example", "sales@d.example")
                        .to("bob@d.example")
                        .send(withFrom("From: Sales <sales@d.example>\r\n"));
        assertTrue(reply.startsWith("250 "), reply);
        assertTrue(
                text(stage.submit("bob@d.example", "sales@d.example").mail)
                        .startsWith("553 5.7.1 "));
    }

    /// RFC 4865: mail for people here waits too.
    @Test
    void whatIsToGoLaterWaitsInTheQueueAlsoForPeopleHere() {
        String reply =
                stage.submitLater("alice@d.example", java.time.Duration.ofHours(2))
                        .to("bob@d.example", "x@remote.example")
                        .send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 Ok: queued as "), reply);
        assertEquals(0, stage.mailboxes.messages(bob).size());
        assertEquals(2, stage.queue.size());
        stage.work();
        assertEquals(0, stage.mailboxes.messages(bob).size(), "not yet");
        stage.restart();
        stage.clock.advance(java.time.Duration.ofHours(2));
        stage.remote =
                (host, mail) -> {
                    throw new org.pabal.message.UnavailableException("not this one's matter");
                };
        stage.work();
        assertEquals(1, stage.mailboxes.messages(bob).size());
    }

    @Test
    void linesThatAreNoFieldsAreRefusedSinceReadersDisagreeAboutThem() {
        assertTrue(sent("junk\r\n" + MESSAGE).startsWith("550 5.6.0 "));
        assertTrue(sent(" folded at once\r\n" + MESSAGE).startsWith("550 5.6.0 "));
        assertTrue(
                sent("From: alice@d.example\r\nno colon here\r\nFrom: bob@d.example\r\n\r\n")
                        .startsWith("550 5.6.0 "));
        assertTrue(sent("\r\nbody only\r\n").startsWith("550 5.7.1 "));
    }

    /// THREATS O09; RFC 6409 §8.
    @Test
    void bccGoesAndWhatIsMissingComes() {
        String reply =
                sent(
                        "From: alice@d.example\r\n"
                                + "bcc: secret@d.example,\r\n\tother@d.example\r\n"
                                + "Subject: x\r\n"
                                + "Return-Path: <forged@d.example>\r\n"
                                + "Resent-Bcc: r@d.example\r\n"
                                + "X-Bcc: stays\r\n"
                                + "\r\nBcc: in the body stays\r\n");
        String id = reply.substring(reply.length() - 16);
        assertEquals(
                "Return-Path: <alice@d.example>\r\n"
                        + "Received: by mail.d.example with ESMTPSA id "
                        + id
                        + "\r\n\tfor <bob@d.example>;\r\n\tSun, 1 Mar 2026 09:00:00 +0000\r\n"
                        + "Date: Sun, 1 Mar 2026 09:00:00 +0000\r\n"
                        + "Message-ID: <"
                        + id
                        + "@mail.d.example>\r\n"
                        + "From: alice@d.example\r\n"
                        + "Subject: x\r\n"
                        + "X-Bcc: stays\r\n"
                        + "\r\nBcc: in the body stays\r\n",
                stored());
    }

    @Test
    void aWholeMessageIsLeftAsItIs() {
        sent(MESSAGE);
        assertTrue(stored().endsWith("+0000\r\n" + MESSAGE));
    }

    /// THREATS O09.
    @Test
    void theClientIsNamedOnlyIfTheSettingsSaySo() {
        sent(MESSAGE);
        assertFalse(stored().contains("192.0.2.7"));
        assertFalse(stored().contains("client.example ("));
        stage.submissionConfig =
                new SubmissionConfig(MtaStage.HOSTNAME, stage.submissionConfig.limits(), true);
        stage.build();
        stage.clock.advance(java.time.Duration.ofSeconds(1));
        sent(MESSAGE);
        assertTrue(stored().contains("Received: from client.example (unknown [192.0.2.7])"));
    }

    @Test
    void aHeaderSectionWithoutABodyIsAMessage() {
        assertTrue(sent("From: alice@d.example\r\nSubject: all\r\n").startsWith("250 "));
        assertTrue(stored().endsWith("From: alice@d.example\r\nSubject: all\r\n"));
    }

    @Test
    void headerSectionsHaveALimit() {
        assertTrue(sent("X: " + "y".repeat(1_100_000) + "\r\n" + MESSAGE).startsWith("552 5.3.4 "));
        assertTrue(sent("X: y\r\n".repeat(10_001) + MESSAGE).startsWith("552 5.3.4 "));
    }

    @Test
    void anyoneMayBeWrittenTo() {
        String reply =
                stage.submit("alice@d.example", "alice@d.example")
                        .to(
                                "x@remote.example",
                                "y@remote.example",
                                "z@else.example",
                                "bob@d.example")
                        .send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 Ok: queued as "), reply);
        List<QueueEntry> entries = stage.queue.list(Optional.empty(), 10);
        assertEquals(
                List.of("remote.example", "else.example"),
                entries.stream().map(e -> e.destination().toString()).toList());
        assertEquals(2, entries.getFirst().recipients().size());
        assertEquals(Origin.SUBMITTED, entries.getFirst().origin());
        assertEquals(1, stage.mailboxes.messages(bob).size());
        assertEquals(0, stage.mailboxes.messages(alice).size());
        assertTrue(
                text(stage.submit("alice@d.example", "").rcpt("nobody@d.example"))
                        .startsWith("550 5.1.1 "));
    }

    /// Whatever the octets are, nothing breaks, and what is stored has the body as it came.
    @Test
    void anyHeaderSectionIsAnsweredWithAReply() {
        java.util.Random random = new java.util.Random(31);
        String[] pieces = {
            "From: alice@d.example\r\n",
            "From: <",
            "Bcc: x\r\n",
            "Date:",
            ":",
            " ",
            "\t",
            "\r\n",
            "(",
            ")",
            "\"",
            "\\",
            "@",
            ",",
            ">",
            "x",
            "\u00FF",
            "Message-ID: <a@b>\r\n"
        };
        for (int i = 0; i < 2_000; i++) {
            StringBuilder content = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                content.append(pieces[random.nextInt(pieces.length)]);
            }
            String reply = sent(content + "\r\n\r\nbody " + i + "\r\n");
            assertTrue(reply.matches("(?s)(250|550) .*"), reply + " seed 31 round " + i);
            if (reply.startsWith("250")) {
                String message = stored();
                assertTrue(message.endsWith("\r\n\r\nbody " + i + "\r\n"), message);
                String header = message.substring(0, message.indexOf("\r\n\r\n"));
                assertFalse(header.contains("\r\nBcc:"), message);
            }
        }
    }

    @Test
    void whatASmarthostIsKnownToRefuseIsRefusedAtRcptAndLocalMailGoesOn() {
        stage.routingConfig =
                new RoutingConfig(
                        Smarthosts.one(
                                new NextHop.Relay("post", NextHop.Host.of("relay.example", 587))),
                        Map.of());
        String said = "550 The from address does not match a verified Sender Identity.";
        stage.senderProbe =
                (relay, senders) ->
                        senders.stream()
                                .map(_ -> new SenderProbe.Answer(Finding.Kind.SENDER_REFUSED, said))
                                .toList();
        stage.senders = List.of(Address.of("alice@d.example"));
        stage.build();
        assertEquals(1, stage.senderChecks.runDue());
        MtaStage.Session session = stage.submit("alice@d.example", "alice@d.example");
        assertEquals(
                "550 5.7.1 the relay post does not accept mail from d.example: "
                        + said
                        + "; verify the sender identity there",
                text(session.rcpt("far@far.example")));
        assertTrue(session.to("bob@d.example").send(MESSAGE).startsWith("250 "));
        assertEquals(1, stage.mailboxes.messages(bob).size());
        assertEquals(0, stage.queue.size());
    }
}
