// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.queue.Origin;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.HandedOn;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;

/// What is known of a mail that a front hands on.
final class HandedOnFactsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String POSTFIX =
            "Received: from mail.far.example (mx1.far.example [192.0.2.99])\r\n"
                    + "\tby mx.front.example (Postfix) with ESMTPS id 4ABC\r\n"
                    + "\tfor <alice@d.example>; Sun,  1 Mar 2026 12:00:00 +0000 (UTC)\r\n";

    private static ArrivalFacts facts(String header) {
        return facts(header, Optional.empty());
    }

    private static ArrivalFacts facts(String header, Optional<HandedOn> handedOn) {
        InetSocketAddress front = new InetSocketAddress(InetAddress.ofLiteral("10.0.0.5"), 4000);
        ClientFacts client =
                new ClientFacts(
                        "s1",
                        front,
                        front,
                        Optional.of("mx.front.example"),
                        "LMTP",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        handedOn);
        AnnouncedMail mail =
                new AnnouncedMail(
                        new MailIds(() -> NOW, new Random(1)).next(),
                        "s1",
                        Origin.RECEIVED,
                        ReversePath.parse("<x@far.example>").orElseThrow(),
                        client,
                        "unknown",
                        List.of(),
                        false,
                        NOW);
        byte[] section = (header + "Subject: s\r\n\r\n").getBytes(StandardCharsets.UTF_8);
        return HandedOnFacts.of(
                mail,
                HeaderSection.parse(section, 0, section.length),
                Set.of("mx.front.example"),
                _ -> false);
    }

    private static Optional<InetAddress> address(String literal) {
        return Optional.of(InetAddress.ofLiteral(literal));
    }

    @Test
    void theClientIsWhomTheFrontNames() {
        ArrivalFacts written = facts(POSTFIX);
        assertThat(written.client()).isEqualTo(address("192.0.2.99"));
        assertThat(written.clientName()).isEqualTo("mx1.far.example");
        assertThat(written.greeting()).isEqualTo("mail.far.example");
        assertThat(written.reversePath()).isEqualTo("x@far.example");

        HandedOn told =
                new HandedOn(
                        Optional.empty(),
                        Optional.of("IPv6:2001:db8::7"),
                        Optional.empty(),
                        Optional.of("there"));
        ArrivalFacts forwarded = facts(POSTFIX, Optional.of(told));
        assertThat(forwarded.client()).isEqualTo(address("2001:db8::7"));
        assertThat(forwarded.clientName()).isEmpty();
        assertThat(forwarded.greeting()).isEqualTo("there");
    }

    @Test
    void aNameThatDoesNotLeadBackIsNone() {
        ArrivalFacts facts =
                facts("Received: from [192.0.2.1] (unknown [IPv6:2001:db8::9]) by mx; x\r\n");
        assertThat(facts.client()).isEqualTo(address("2001:db8::9"));
        assertThat(facts.clientName()).isEmpty();
        assertThat(facts.greeting()).isEqualTo("[192.0.2.1]");
    }

    /// What people send whom the front knows has no client, nor has what its programs send.
    @Test
    void whoeverIsNoClientIsNone() {
        for (String received :
                List.of(
                        "from pc (home.example [192.0.2.9]) by mx (Postfix) with ESMTPSA id 1; x",
                        "from localhost (localhost [127.0.0.1]) by mx (Postfix) with ESMTP id 1; x",
                        "by mx (Postfix, from userid 0) id 1; x",
                        "from a (b [999.1.1.1]) by mx; x",
                        "from a (b [host.example]) by mx; x",
                        "from")) {
            assertThat(facts("Received: " + received + "\r\n").client()).as(received).isEmpty();
        }
        assertThat(facts("").client()).isEmpty();
    }

    @Test
    void resultsInTheFrontsNameAreBelieved() {
        ArrivalFacts facts =
                facts(
                        "Authentication-Results: MX.front.example; dmarc=pass (p=none)"
                                + " header.from=Far.example\r\n"
                                + POSTFIX
                                + "Authentication-Results: mx.front.example;\r\n"
                                + "\tdkim=pass (2048-bit key) header.d=far.example;\r\n"
                                + "\tdkim=fail header.d=list.example;\r\n"
                                + "\tspf=softfail smtp.mailfrom=x@far.example\r\n");
        assertThat(facts.dmarc())
                .contains(new ArrivalFacts.Dmarc(Result.PASS, "far.example", false));
        assertThat(facts.signers()).containsExactly("far.example");
        assertThat(facts.brokenSignatures()).isEqualTo(1);
        assertThat(facts.spfMailFrom()).contains(Result.SOFTFAIL);
        assertThat(facts.spfHelo()).isEmpty();
    }

    /// Nobody else's are, nor what came with the mail from a step before.
    @Test
    void otherResultsAreNot() {
        String pass = "; dkim=pass header.d=far.example; spf=pass smtp.mailfrom=far.example\r\n";
        ArrivalFacts facts =
                facts(
                        "Authentication-Results: evil.example"
                                + pass
                                + POSTFIX
                                + "Received: from a (b [192.0.2.1]) by far.example; x\r\n"
                                + "Authentication-Results: mx.front.example"
                                + pass);
        assertThat(facts.signers()).isEmpty();
        assertThat(facts.spfMailFrom()).isEmpty();
        assertThat(facts.dmarc()).isEmpty();
    }
}
