// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pabal.message.mime.MessageScanner;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.reading.MailReading;

final class FeaturesTest {
    private static final String CONTENT =
            """
            Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP;\
             Mon, 5 Jan 2026 10:00:00 +0900
            From: Bob <bob@b.example>
            To: carol@c.example
            Subject: The agenda of our meeting
            Message-ID: <1234.ABC@b.example>
            Date: Mon, 5 Jan 2026 10:00:00 +0900
            Content-Type: text/plain; charset=utf-8

            Please read https://docs.b.example/agenda?id=4 before the meeting.
            회의 자료를 미리 읽어 주세요.
            """;

    @Test
    void theSameMailHasTheSameFeatures() {
        assertThat(features(CONTENT)).isEqualTo(features(CONTENT));
        assertThat(features(CONTENT).hashCode()).isEqualTo(features(CONTENT).hashCode());
        assertThat(features(CONTENT.replace("agenda", "agendas"))).isNotEqualTo(features(CONTENT));
    }

    /// What a server puts on a mail is there when people teach it, and was not when it was judged.
    @Test
    void fieldsOfTheServerAreNoFeatures() {
        String stored =
                """
                Return-Path: <bob@b.example>
                X-Spam-Flag: YES
                X-Spam-Status: Yes, score=9.0 required=5.0 tests=BAYES_999=6.0
                Authentication-Results: mail.c.example; spf=pass
                Delivered-To: carol@c.example
                Status: RO
                """
                        + CONTENT;
        assertThat(features(stored)).isEqualTo(features(CONTENT));
    }

    /// Who brought the mail is known at arrival from the session and later from the Received field.
    @Test
    void theClientIsTheSameAtArrivalAndLater() throws UnknownHostException {
        String received =
                "Received: from helo.b.example (out.b.example [198.51.100.7]) by mail.c.example"
                        + " with ESMTPS id 1; Mon, 5 Jan 2026 10:00:01 +0900\n";
        Set<Integer> later = all(features(received + CONTENT));
        Set<Integer> arriving =
                all(
                        Features.of(
                                reading(CONTENT.getBytes(StandardCharsets.UTF_8)),
                                from("198.51.100.7", "out.b.example", "helo.b.example")));
        assertThat(later).containsAll(arriving);
        assertThat(arriving.size()).isGreaterThan(all(features(CONTENT)).size());
    }

    private static ArrivalFacts from(String address, String name, String greeting)
            throws UnknownHostException {
        ArrivalFacts unknown = ArrivalFacts.unknown(Instant.EPOCH);
        return new ArrivalFacts(
                Optional.of(InetAddress.getByName(address)),
                name,
                unknown.iprev(),
                greeting,
                unknown.reversePath(),
                unknown.spfHelo(),
                unknown.spfMailFrom(),
                List.of(),
                0,
                unknown.arc(),
                unknown.dmarc(),
                List.of(),
                unknown.ownDomains(),
                unknown.at());
    }

    /// A mail of nothing but new words costs no more than its limits.
    @Test
    void aMailOfDistinctWordsKeepsTheLimits() {
        Random random = new Random(7);
        StringBuilder hostile = new StringBuilder("Subject: ");
        while (hostile.length() < 300_000) {
            hostile.append(Long.toString(random.nextLong(), 36)).append(' ');
        }
        for (int i = 0; i < 2_000; i++) {
            hostile.append("\nX-").append(i).append(": ").append(random.nextLong());
        }
        hostile.append("\n\n");
        while (hostile.length() < 512 << 10) {
            hostile.append(Long.toString(random.nextLong(), 36)).append('\n');
        }
        Features features = features(hostile.toString());
        assertThat(features.count()).isBetween(1_000, Features.MAX);
        assertThat(features).isEqualTo(features(hostile.toString()));
    }

    @Test
    void anyOctetsHaveFeatures() {
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            byte[] octets = new byte[random.nextInt(3_000)];
            random.nextBytes(octets);
            if (i % 2 == 0) { // a header at least
                byte[] head =
                        "Subject: x\nContent-Type: text/html\n\n".getBytes(StandardCharsets.UTF_8);
                System.arraycopy(head, 0, octets, 0, Math.min(head.length, octets.length));
            }
            assertThat(Features.of(reading(octets)).count()).isLessThan(Features.MAX);
        }
    }

    private static Set<Integer> all(Features features) {
        return Stream.of(FeatureGroup.HEADER, FeatureGroup.ROUTE)
                .flatMapToInt(group -> IntStream.of(features.of(group)))
                .boxed()
                .collect(Collectors.toSet());
    }

    private static Features features(String mail) {
        return Features.of(reading(mail.getBytes(StandardCharsets.UTF_8)));
    }

    private static MailReading reading(byte[] mail) {
        MessageScanner scanner = new MessageScanner();
        scanner.write(mail, 0, mail.length);
        return MailReading.of(scanner.finish(), mail);
    }
}
