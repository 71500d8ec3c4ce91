// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.dns.FakeNameServer.Place;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// THREATS D08.
class HostileDnsTest {

    private static final DnsLimits HASTY =
            new DnsLimits(
                    Duration.ofMillis(10),
                    Duration.ofMillis(15),
                    Duration.ofHours(24),
                    Duration.ZERO,
                    100);
    private static final DnsLimits PATIENT =
            new DnsLimits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10),
                    Duration.ofHours(24),
                    Duration.ofSeconds(10),
                    100);

    private final List<FakeNameServer> servers = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (FakeNameServer server : servers) {
            server.close();
        }
    }

    private DnsResolver resolver(
            DnsLimits limits, Dnssec dnssec, Function<Message, Optional<byte[]>> answer)
            throws IOException {
        FakeNameServer server = new FakeNameServer(answer);
        servers.add(server);
        return new DnsResolver(List.of(server.address()), limits, dnssec);
    }

    @Test
    void brokenResponsesBreakNothing() throws Exception {
        for (int round = 0; round < 200; round++) {
            int seed = round;
            DnsResolver resolver =
                    resolver(HASTY, new Dnssec.Off(), query -> Optional.of(broken(query, seed)));
            assertThat(resolver.mx("e.org")).as("seed %d", seed).isNotNull();
            servers.removeFirst().close();
        }
    }

    private static byte[] broken(Message query, int seed) {
        byte[] response =
                FakeNameServer.response(
                        query,
                        Rcode.NOERROR,
                        Place.ANSWER,
                        "e.org 300 CNAME f.org.",
                        "f.org 300 MX 10 mx.e.org.",
                        "f.org 300 MX 20 mx.f.org.",
                        "e.org 300 TXT \"text\"");
        return mutated(response, new Random(seed));
    }

    private static byte[] mutated(byte[] response, Random random) {
        byte[] mutated = response.clone();
        for (int i = random.nextInt(6); i >= 0; i--) {
            mutated[2 + random.nextInt(mutated.length - 2)] = (byte) random.nextInt();
        }
        return random.nextInt(4) == 0
                ? java.util.Arrays.copyOf(mutated, 12 + random.nextInt(mutated.length - 12))
                : mutated;
    }

    @Test
    void brokenSignaturesBreakNothing() throws Exception {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        SignedZones zones =
                new SignedZones(now)
                        .zone(".", DNSSEC.Algorithm.ECDSAP256SHA256)
                        .zone("org.", DNSSEC.Algorithm.ED25519, "mx.org. A 192.0.2.1");
        Dnssec validating = new Dnssec.Validate(zones.sign(), () -> now);
        for (int round = 0; round < 60; round++) {
            Random random = new Random(round);
            DnsResolver resolver =
                    resolver(
                            HASTY,
                            validating,
                            query -> {
                                byte[] response = zones.answer(query).toWire();
                                return Optional.of(
                                        random.nextInt(3) == 0
                                                ? mutated(response, random)
                                                : response);
                            });
            assertThat(resolver.look(Question.a("mx.org"))).as("seed %d", round).isNotNull();
            assertThat(resolver.look(Question.mx("no.org"))).as("seed %d", round).isNotNull();
            servers.removeFirst().close();
        }
    }

    /// As large as a message of the DNS can be; it comes over TCP and is not kept.
    @Test
    void hugeTextIsReadAndNotKept() throws Exception {
        String text = "x".repeat(250);
        FakeNameServer server =
                new FakeNameServer(
                        query -> {
                            byte[] response =
                                    FakeNameServer.response(query, Rcode.NOERROR, Place.ANSWER);
                            response[2] |= 0x02;
                            return Optional.of(response);
                        },
                        query ->
                                Optional.of(
                                        FakeNameServer.response(
                                                query,
                                                Rcode.NOERROR,
                                                Place.ANSWER,
                                                "e.org 300 TXT"
                                                        + (" \"" + text + "\"").repeat(260))));
        servers.add(server);
        DnsResolver resolver =
                new DnsResolver(List.of(server.address()), PATIENT, new Dnssec.Off());
        assertThat(resolver.txt("e.org")).isEqualTo(new Answer.Found<>(List.of(text.repeat(260))));
        assertThat(resolver.cached()).isZero();
    }

    @Test
    void whatManyAskAtOnceIsAskedOnce() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        DnsResolver resolver =
                resolver(
                        PATIENT,
                        new Dnssec.Off(),
                        query -> {
                            await(all);
                            return Optional.of(
                                    FakeNameServer.response(
                                            query,
                                            Rcode.NOERROR,
                                            Place.ANSWER,
                                            "e.org 0 MX 10 mx.e.org."));
                        });
        List<FutureTask<Answer<MailExchanger>>> asking = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            var one = new FutureTask<>(() -> resolver.mx("e.org"));
            asking.add(one);
            threads.add(Thread.ofVirtual().start(one));
        }
        // All wait for the one answer, which is not remembered: it is good for no time.
        while (threads.stream().anyMatch(one -> one.getState() != Thread.State.TIMED_WAITING)) {
            Thread.onSpinWait();
        }
        all.countDown();
        for (var one : asking) {
            assertThat(one.get())
                    .isEqualTo(new Answer.Found<>(List.of(new MailExchanger(10, "mx.e.org"))));
        }
        assertThat(servers.getFirst().asked).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
