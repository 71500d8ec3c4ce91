// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.pabal.mta.testing.MtaStage.MESSAGE;
import static org.pabal.mta.testing.MtaStage.text;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.policy.SourceRates;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.testing.MtaStage;
import org.pabal.mta.testing.MtaStage.Session;
import org.pabal.smtp.SmtpReply;

/// What is asked of strangers, and of whom it is not.
final class StrangersTest {
    private static final InetAddress CLIENT = InetAddress.ofLiteral("192.0.2.7");

    private final MtaStage stage = new MtaStage(5);

    StrangersTest() {
        stage.directory.account("alice@d.example");
    }

    private void configure(
            Predicate<InetAddress> own, UnknownSenderDomain unknown, SourceRates.Limits rates) {
        stage.receptionConfig =
                new ReceptionConfig(
                        MtaStage.HOSTNAME, MessageLimits.defaults(), true, own, unknown, rates);
        stage.build();
    }

    private void configure(UnknownSenderDomain unknown) {
        configure(_ -> false, unknown, SourceRates.Limits.defaults());
    }

    private void configureRates(int connections, int mails, int recipients) {
        configure(
                _ -> false,
                UnknownSenderDomain.REJECT,
                new SourceRates.Limits(Duration.ofMinutes(1), connections, mails, recipients, 10));
    }

    private String mail(String from) {
        return text(stage.receive(from).mail);
    }

    @Test
    void aSenderDomainThatDoesNotExistIsRefusedAsTheSettingsSay() {
        assertEquals(
                "550 5.1.8 <x@nowhere.example>: Sender domain does not exist",
                mail("x@nowhere.example"));
        configure(UnknownSenderDomain.DEFER);
        assertEquals(
                "450 4.1.8 <x@nowhere.example>: Sender domain does not exist",
                mail("x@nowhere.example"));
        configure(UnknownSenderDomain.OFF);
        stage.resolver.mx("silent.example", new Answer.Failed<>("SERVFAIL"));
        assertEquals("accept", mail("x@nowhere.example"));
        assertEquals("accept", mail("x@silent.example"));
    }

    @Test
    void anAddressWillDoWhereThereIsNoMailExchanger() {
        stage.resolver.mx("host.example", new Answer.NoData<>());
        assertTrue(mail("x@host.example").startsWith("550 5.1.8 "));
        stage.resolver.address("host.example", "192.0.2.1");
        assertEquals("accept", mail("x@host.example"));
    }

    /// RFC 7505 §4.2.
    @Test
    void aNullMxSendsNoMail() {
        stage.resolver.mx("null.example", "0 .");
        assertTrue(mail("x@null.example").startsWith("550 5.7.27 <x@null.example>: "));
    }

    /// THREATS D08.
    @Test
    void troubleWithTheDnsIsTemporary() {
        stage.resolver.mx("silent.example", new Answer.Failed<>("SERVFAIL"));
        assertTrue(mail("x@silent.example").startsWith("451 4.4.3 "));
        stage.resolver.mx("host.example", new Answer.NoData<>());
        stage.resolver.address("host.example", new Answer.Failed<>("time-out"));
        assertTrue(mail("x@host.example").startsWith("451 4.4.3 "));
    }

    @Test
    void someSendersNeedNoDomainInTheDns() {
        assertEquals("accept", mail(""));
        assertEquals("accept", mail("x@[192.0.2.7]"));
        assertEquals("accept", mail("alice@d.example"));
        assertEquals("accept", text(stage.receiveLmtp("x@nowhere.example").mail));
        assertEquals("accept", text(stage.receiveFrom("127.0.0.1", "x@nowhere.example").mail));
    }

    @Test
    void ourOwnNetworksRelayAndAreNotJudged() {
        configure(
                CLIENT::equals,
                UnknownSenderDomain.REJECT,
                new SourceRates.Limits(Duration.ofMinutes(1), 1, 1, 1, 10));
        for (int i = 0; i < 3; i++) {
            Session session = stage.receive("printer@nowhere.example");
            String reply = session.to("x@remote.example", "y@remote.example").send(MESSAGE);
            assertTrue(reply.startsWith("250 2.0.0 Ok: queued as "), reply);
        }
        assertEquals(Origin.SUBMITTED, stage.queue.list(Optional.empty(), 1).getFirst().origin());
        assertTrue(
                text(stage.receiveFrom("192.0.2.8", "").rcpt("x@remote.example"))
                        .startsWith("554 5.7.1 "));
        assertTrue(
                text(stage.receiveFrom("127.0.0.1", "").rcpt("x@remote.example"))
                        .startsWith("554 5.7.1 "),
                "a proxy on this host stands for anyone");
        assertTrue(text(stage.receiveLmtp("").rcpt("x@remote.example")).startsWith("554 5.7.1 "));
    }

    /// RFC 1985 §5.
    @Test
    void ourOwnNetworksStartWhatWaitsForANode() {
        configure(CLIENT::equals, UnknownSenderDomain.REJECT, SourceRates.Limits.defaults());
        Session session = stage.receive("");
        session.to("x@remote.example").send(MESSAGE);
        session = session.again("");
        session.to("y@remote.example", "z@other.example").send(MESSAGE);
        stage.resolver.mx("remote.example", new Answer.Failed<>("SERVFAIL"));
        stage.work();
        assertEquals(
                SmtpReply.of(253, "2.0.0", "2 mails for remote.example are started"),
                session.etrn("remote.example"));
        assertEquals(250, session.etrn("silent.example").code());
        assertEquals(459, session.etrn("#all").code());
        assertEquals(459, stage.receiveFrom("192.0.2.8", "").etrn("remote.example").code());
    }

    @Test
    void connectionsOfASourceAreCounted() {
        configureRates(2, 100, 100);
        assertEquals("accept", connect("192.0.2.7"));
        assertEquals("accept", connect("192.0.2.7"));
        assertEquals(
                "421 4.7.0 mail.d.example Too many connections from your address in a short time,"
                        + " try again later",
                connect("192.0.2.7"));
        assertEquals("accept", connect("192.0.2.8"), "others are served");
        stage.clock.advance(Duration.ofMinutes(1));
        assertEquals("accept", connect("192.0.2.7"));
        for (int i = 0; i < 5; i++) {
            assertEquals("accept", connect("127.0.0.1"));
        }
    }

    @Test
    void aNetworkOfIpv6IsOneSource() {
        configureRates(1, 100, 100);
        assertEquals("accept", connect("2001:db8:1:2::1"));
        assertTrue(connect("2001:db8:1:2:ffff::2").startsWith("421 4.7.0 "));
        assertEquals("accept", connect("2001:db8:1:3::1"));
    }

    private String connect(String address) {
        return text(stage.reception.openSmtp(stage.checks).connect(stage.clientAt(address)));
    }

    @Test
    void mailsAndRecipientsOfASourceAreCounted() {
        configureRates(100, 2, 3);
        Session session = stage.receive("");
        for (int i = 0; i < 3; i++) {
            assertEquals("accept", text(session.rcpt("alice@d.example")));
        }
        assertEquals(
                "450 4.7.1 Too many recipients from your address in a short time, try again later",
                text(session.rcpt("alice@d.example")));
        assertEquals("accept", mail(""));
        assertEquals(
                "450 4.7.1 Too many mails from your address in a short time, try again later",
                mail(""));
        stage.clock.advance(Duration.ofHours(-1));
        assertEquals("accept", mail(""), "a clock that was set back stops nobody");
    }

    @Test
    void aNullReversePathMayHaveSeveralRecipients() {
        stage.directory.account("bob@d.example");
        String reply = stage.receive("").to("alice@d.example", "bob@d.example").send(MESSAGE);
        assertTrue(reply.startsWith("250 2.0.0 "), reply);
    }

    @Test
    void oddGreetingsAreTold() {
        assertEquals(Optional.empty(), GreetingName.oddity("mx.far.example", CLIENT, "us.example"));
        assertEquals(Optional.empty(), GreetingName.oddity("[192.0.2.7]", CLIENT, "us.example"));
        assertEquals(
                Optional.empty(),
                GreetingName.oddity(
                        "[IPv6:2001:db8::1]", InetAddress.ofLiteral("2001:db8::1"), "us.example"));
        assertEquals("our own name", oddity("US.example"));
        assertEquals("our own name", oddity("localhost"));
        assertEquals("an address without brackets", oddity("192.0.2.7"));
        assertEquals("the literal of another address", oddity("[192.0.2.8]"));
        assertEquals("a name without a domain", oddity("desktop-1"));
        assertEquals("no domain", oddity("a..b"));
    }

    private static String oddity(String name) {
        return GreetingName.oddity(name, CLIENT, "us.example").orElseThrow();
    }
}
