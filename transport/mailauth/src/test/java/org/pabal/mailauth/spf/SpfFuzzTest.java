// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Whatever the DNS holds and a client says, a check ends with a result within its limits.
/// THREATS D01, D08.
class SpfFuzzTest {
    private static final List<String> WORDS =
            List.of(
                    "v=spf1",
                    "v=spf1 ",
                    " ",
                    "  ",
                    "+",
                    "-",
                    "~",
                    "?",
                    "all",
                    "a",
                    "mx",
                    "ptr",
                    "include:",
                    "exists:",
                    "ip4:",
                    "ip6:",
                    "redirect=",
                    "exp=",
                    "x=",
                    "a:",
                    "mx:",
                    "ptr:",
                    "n.example",
                    "m.example",
                    "192.0.2.1",
                    "2001:db8::1",
                    "::ffff:1.2.3.4",
                    "/",
                    "//",
                    "/24",
                    "//64",
                    "/33",
                    "//129",
                    "%{d}",
                    "%{i}",
                    "%{ir}",
                    "%{p}",
                    "%{s1r-}",
                    "%{L}",
                    "%{h}",
                    "%{l}.%{o}",
                    "%",
                    "%%",
                    "%{",
                    ".",
                    "example",
                    "é",
                    "\u0000",
                    "\t",
                    "x".repeat(70),
                    "%{s}".repeat(80),
                    ":",
                    "=");

    @Test
    void everyZoneEndsWithAResult() {
        long seed = 20260103;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            var dns = new RandomDns(random);
            String local = pick(random, List.of("a", "a b", "x.y-z", "밥", "\"@\\", "q".repeat(64)));
            String helo = pick(random, List.of("c.example", "", "[192.0.2.1]", "x y", "é\u0000"));
            String client = pick(random, List.of("192.0.2.1", "2001:db8::1", "::ffff:1.2.3.4"));
            SpfOutcome outcome =
                    new SpfChecker(dns, SpfLimits.standard(), "r.example", InstantSource.system())
                            .check(
                                    random.nextInt(4) == 0
                                            ? new SpfIdentity.Helo(helo)
                                            : new SpfIdentity.MailFrom(
                                                    new Address(local, new Domain("n.example"))),
                                    InetAddress.ofLiteral(client),
                                    helo);
            String run = "seed " + seed + " run " + i;
            assertThat(outcome.reason()).as(run).isNotEmpty().matches("[ -~]*");
            assertThat(outcome.explanation()).as(run).matches("[ -~]*");
            assertThat(outcome.steps()).as(run).isNotEmpty().hasSizeLessThan(600);
            // The record, ten terms with ten names each and what one term may ask beside.
            assertThat(dns.asked).as(run).isLessThan(1 + 10 * 12 + 12);
            assertThat(ReceivedSpf.field(outcome, InetAddress.ofLiteral(client), helo, "r.example"))
                    .as(run)
                    .endsWith("\r\n");
        }
    }

    private static <T> T pick(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    /// Answers anything with anything.
    private static final class RandomDns implements Resolver {
        private final Random random;
        private int asked;

        RandomDns(Random random) {
            this.random = random;
        }

        @Override
        public <T> Lookup<T> look(Question<T> question) {
            asked++;
            throw new IllegalStateException("the methods below answer: " + question);
        }

        /// The limits of SPF are to hold without it.
        @Override
        public Resolver within(int questions, Duration time) {
            return this;
        }

        @Override
        public Answer<String> txt(String name) {
            return answer(() -> {
                StringBuilder text = new StringBuilder(random.nextInt(8) == 0 ? "" : "v=spf1 ");
                for (int n = random.nextInt(14); n > 0; n--) {
                    text.append(pick(random, WORDS)).append(random.nextInt(3) == 0 ? "" : " ");
                }
                return text.toString();
            });
        }

        @Override
        public Answer<MailExchanger> mx(String domain) {
            return answer(
                    () -> new MailExchanger(1, pick(random, List.of(".", "m.example", "", "x y"))));
        }

        @Override
        public Answer<InetAddress> a(String host) {
            return answer(() -> InetAddress.ofLiteral("192.0.2." + random.nextInt(3)));
        }

        @Override
        public Answer<InetAddress> aaaa(String host) {
            return answer(() -> InetAddress.ofLiteral("2001:db8::" + random.nextInt(3)));
        }

        @Override
        public Answer<String> names(InetAddress address) {
            return answer(() -> pick(random, List.of("n.example", "m.n.example", ".", "", "x")));
        }

        private <T> Answer<T> answer(java.util.function.Supplier<T> one) {
            asked++;
            return switch (random.nextInt(8)) {
                case 0 -> new Answer.NoData<>();
                case 1 -> new Answer.NoSuchName<>();
                case 2 -> new Answer.Failed<>("out of order\r\n");
                default ->
                        new Answer.Found<>(
                                java.util.stream.Stream.generate(one)
                                        .limit(random.nextInt(6) == 0 ? 1 + random.nextInt(30) : 1)
                                        .toList());
            };
        }
    }
}
