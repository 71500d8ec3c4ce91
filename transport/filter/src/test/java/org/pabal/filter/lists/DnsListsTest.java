// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.filter.TestMail;
import org.pabal.filter.lists.ListConfig.Kind;
import org.pabal.filter.lists.ListConfig.Names;
import org.pabal.spam.Finding;
import org.pabal.testkit.FakeClock;

class DnsListsTest {
    private static final String ZONE =
            """
            2.0.0.127.bl.example.      A 127.0.0.2
            9.2.0.192.bl.example.      A 127.0.0.3
            9.2.0.192.bl.example.      A 127.0.0.10
            9.2.0.192.bl.example.      TXT "See http://bl.example/192.0.2.9"
            7.2.0.192.bl.example.      A 127.0.0.3
            1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example. A 127.0.0.3
            2.0.0.127.good.example.    A 127.0.0.2
            7.2.0.192.good.example.    A 127.0.5.1
            test.uri.example.          A 127.0.0.255
            spam.example.uri.example.  A 127.0.0.8
            bad.example.uri.example.   A 127.0.0.6
            *.all.example.             A 127.0.0.2
            *.parked.example.          A 203.0.113.80
            *.blocked.example.         A 127.255.255.254
            silent.example.            TXT x
            1.0.0.127.silent.example.  TIMEOUT
            2.0.0.127.old.example.     TXT "moved"
            """;

    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");

    private static ListConfig list(String name, String zone, Kind kind, Set<About> about) {
        return new ListConfig(
                name,
                zone,
                kind,
                about,
                Names.REGISTERED,
                AnswerPoints.parse(List.of("127.0.0.10=4", "&8=3", "&6=1.5"), 2),
                Duration.ofSeconds(5),
                Optional.of(kind == Kind.ADDRESSES ? "127.0.0.2" : "test"),
                true);
    }

    private static ListConfig addresses(String name, String zone) {
        return list(name, zone, Kind.ADDRESSES, Set.of(About.CLIENT));
    }

    private static ListConfig allowing(String name, String zone) {
        return new ListConfig(
                name,
                zone,
                Kind.ADDRESSES,
                Set.of(About.CLIENT),
                Names.REGISTERED,
                AnswerPoints.parse(List.of("127.0.0.0/16=-1"), 0),
                Duration.ofSeconds(5),
                Optional.of("127.0.0.2"),
                false);
    }

    private DnsLists lists(Resolver resolver, ListConfig... configs) {
        DnsLists lists =
                new DnsLists(List.of(configs), resolver, DnsListsTest::lastTwoLabels, clock);
        lists.test();
        return lists;
    }

    private DnsLists lists(ListConfig... configs) {
        return lists(ZoneResolver.of(ZONE), configs);
    }

    private static String lastTwoLabels(String host) {
        int last = host.lastIndexOf('.');
        int before = host.lastIndexOf('.', last - 1);
        return host.substring(before + 1);
    }

    private static List<Finding> ask(DnsLists lists, TestMail mail) throws InterruptedException {
        return lists.ask(mail.inQuestion()).findings();
    }

    private static ListStatus only(DnsLists lists) {
        assertThat(lists.status()).hasSize(1);
        return lists.status().getFirst();
    }

    @Test
    void theClientsAddressIsFoundWithItsWeightiestEntry() throws InterruptedException {
        DnsLists lists = lists(addresses("bl", "bl.example"));
        assertThat(ask(lists, TestMail.from("192.0.2.9")))
                .containsExactly(new Finding("LIST_BL", 4, "192.0.2.9 (127.0.0.10)"));
        assertThat(ask(lists, TestMail.from("2001:db8::1")))
                .extracting(Finding::points)
                .containsExactly(1.5); // the bit of 2
        assertThat(ask(lists, TestMail.from("192.0.2.10"))).isEmpty();
        assertThat(only(lists).asked()).isEqualTo(3);
        assertThat(only(lists).listed()).isEqualTo(2);
    }

    @Test
    void domainsOfLinksAuthorsAndEnvelopeAreAskedAboutAsRegistered() throws InterruptedException {
        DnsLists lists =
                lists(
                        list(
                                "uri",
                                "uri.example",
                                Kind.DOMAINS,
                                Set.of(About.LINKS, About.FROM, About.ENVELOPE)));
        assertThat(ask(lists, TestMail.from("192.0.2.1").links(List.of("www.a.spam.example"))))
                .containsExactly(new Finding("LIST_URI", 3, "www.a.spam.example (127.0.0.8)"));
        assertThat(ask(lists, TestMail.from("192.0.2.1").author("x@news.bad.example")))
                .containsExactly(new Finding("LIST_URI", 1.5, "news.bad.example (127.0.0.6)"));
        assertThat(ask(lists, TestMail.from("192.0.2.1").reversePath("x@bad.example"))).hasSize(1);
        assertThat(ask(lists, TestMail.from("192.0.2.1").links(List.of("192.0.2.9")))).isEmpty();
    }

    @Test
    void ourOwnDomainsAreNotAskedAbout() throws InterruptedException {
        DnsLists lists =
                lists(list("uri", "uri.example", Kind.DOMAINS, Set.of(About.LINKS, About.FROM)));
        assertThat(
                        ask(
                                lists,
                                TestMail.from("192.0.2.1")
                                        .own("spam.example")
                                        .links(List.of("spam.example"))))
                .isEmpty();
        assertThat(only(lists).asked()).isEqualTo(1); // the author's
    }

    @Test
    void earlierHostsAreAskedAboutAndPrivateOnesNot() throws InterruptedException {
        DnsLists lists = lists(list("bl", "bl.example", Kind.ADDRESSES, Set.of(About.RECEIVED)));
        String received =
                """
                Received: from x (y [192.0.2.9]) by z; date\r
                Received: from [10.1.2.3] by [192.0.2.7] with SMTP\r
                """;
        assertThat(ask(lists, TestMail.from("192.0.2.1").fields(received)))
                .containsExactly(new Finding("LIST_BL", 4, "192.0.2.9 (127.0.0.10)"));
        assertThat(only(lists).asked()).isEqualTo(1);
    }

    /// THREATS D09
    @Test
    void aListThatListsEverythingIsMuted() throws InterruptedException {
        DnsLists lists = lists(addresses("all", "all.example"));
        assertThat(ask(lists, TestMail.from("192.0.2.1"))).isEmpty();
        assertThat(only(lists).state()).isEqualTo(ListStatus.State.MUTED);
        assertThat(only(lists).why()).contains("lists everything");
    }

    /// THREATS D09
    @Test
    void answersThatAreNoEntriesAreNeverPoints() throws InterruptedException {
        for (String zone : List.of("parked.example", "blocked.example")) {
            DnsLists lists = lists(addresses("bl", zone));
            assertThat(ask(lists, TestMail.from("192.0.2.1"))).isEmpty();
            assertThat(only(lists).state()).isEqualTo(ListStatus.State.MUTED);
        }
    }

    /// THREATS D09: it begins in the middle of the day, with the test entries still in a cache.
    @Test
    void aListThatBeginsToRefuseUsIsMutedAtOnce() throws InterruptedException {
        String zone = ZONE + "4.2.0.192.bl.example. A 127.255.255.255\n";
        DnsLists lists = lists(ZoneResolver.of(zone), addresses("bl", "bl.example"));
        assertThat(ask(lists, TestMail.from("192.0.2.4"))).isEmpty();
        assertThat(only(lists).why()).contains("127.255.255.255").contains("resolver");
        assertThat(ask(lists, TestMail.from("192.0.2.9"))).isEmpty();
    }

    @Test
    void aListWithoutItsTestEntryIsMutedUnlessItHasNone() throws InterruptedException {
        DnsLists lists = lists(addresses("old", "old.example"));
        assertThat(only(lists).why()).contains("127.0.0.2").contains("test-entry");
        ListConfig plain = addresses("old", "old.example");
        DnsLists own =
                lists(
                        new ListConfig(
                                "own",
                                plain.zone(),
                                plain.kind(),
                                plain.about(),
                                plain.names(),
                                plain.points(),
                                plain.timeout(),
                                Optional.empty(),
                                false));
        assertThat(only(own).state()).isEqualTo(ListStatus.State.ASKED);
    }

    @Test
    void aListIsNotAskedBeforeItsTestEntriesWereSeen() throws InterruptedException {
        DnsLists lists =
                new DnsLists(
                        List.of(addresses("silent", "silent.example")),
                        ZoneResolver.of(ZONE),
                        DnsListsTest::lastTwoLabels,
                        clock);
        lists.test();
        assertThat(only(lists).state()).isEqualTo(ListStatus.State.UNTESTED);
        assertThat(ask(lists, TestMail.from("192.0.2.9"))).isEmpty();
        assertThat(only(lists).asked()).isZero();
    }

    /// Everything of the zone fails once it was believed.
    private static final class Failing implements Resolver {
        private final Resolver behind;
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean down;

        Failing(Resolver behind) {
            this.behind = behind;
        }

        @Override
        public <T> Lookup<T> look(Question<T> question) {
            asked.incrementAndGet();
            return down ? Lookup.failed(question, "SERVFAIL") : behind.look(question);
        }
    }

    @Test
    void aListThatFailsCostsNothingAfterAFewMailsAndComesBack() throws InterruptedException {
        Failing resolver = new Failing(ZoneResolver.of(ZONE));
        DnsLists lists = lists(resolver, addresses("bl", "bl.example"));
        resolver.down = true;
        for (int i = 0; i < 3; i++) {
            assertThat(ask(lists, TestMail.from("192.0.2.9"))).isEmpty();
        }
        assertThat(only(lists).state()).isEqualTo(ListStatus.State.SILENT);
        int before = resolver.asked.get();
        assertThat(ask(lists, TestMail.from("192.0.2.9"))).isEmpty();
        assertThat(resolver.asked.get()).isEqualTo(before);

        resolver.down = false;
        clock.advance(Duration.ofSeconds(31));
        assertThat(ask(lists, TestMail.from("192.0.2.9"))).hasSize(1);
        assertThat(only(lists).state()).isEqualTo(ListStatus.State.ASKED);
        assertThat(only(lists).failed()).isEqualTo(3);
    }

    @Test
    void aLateAnswerIsNotWaitedFor() throws InterruptedException {
        CountDownLatch end = new CountDownLatch(1);
        Resolver known = ZoneResolver.of(ZONE);
        Resolver slow =
                new Resolver() {
                    @Override
                    public <T> Lookup<T> look(Question<T> question) {
                        if (question.name().startsWith("9.")) {
                            try {
                                end.await();
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        }
                        return known.look(question);
                    }
                };
        ListConfig plain = addresses("bl", "bl.example");
        DnsLists lists =
                lists(
                        slow,
                        new ListConfig(
                                "bl",
                                plain.zone(),
                                plain.kind(),
                                plain.about(),
                                plain.names(),
                                plain.points(),
                                Duration.ofMillis(20),
                                plain.testEntry(),
                                false));
        assertThat(ask(lists, TestMail.from("192.0.2.9"))).isEmpty();
        assertThat(only(lists).failed()).isEqualTo(1);
        end.countDown();
    }

    /// THREATS D08: a mail asks for so much and no more.
    @Test
    void theQuestionsOfAMailAreLimitedAndSharedByListsOfOneZone() throws InterruptedException {
        List<String> links = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            links.add("host.d" + i + ".example");
        }
        Failing resolver = new Failing(ZoneResolver.of(ZONE));
        List<ListConfig> many = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            many.add(list(name, "uri.example", Kind.DOMAINS, Set.of(About.LINKS)));
            many.add(list(name + "2", "bl.example", Kind.ADDRESSES, Set.of(About.CLIENT)));
        }
        many.add(
                new ListConfig(
                        "hosts",
                        "uri.example",
                        Kind.DOMAINS,
                        Set.of(About.LINKS),
                        Names.BOTH,
                        AnswerPoints.parse(List.of(), 1),
                        Duration.ofSeconds(5),
                        Optional.of("test"),
                        false));
        DnsLists lists = lists(resolver, many.toArray(ListConfig[]::new));
        int before = resolver.asked.get();
        ask(lists, TestMail.from("192.0.2.9").links(links));
        assertThat(resolver.asked.get() - before).isEqualTo(DnsLists.MAX_QUESTIONS);
    }

    @Test
    void aListMayRefuseAndAListOfGoodHostsHasTheLastWord() throws InterruptedException {
        DnsLists lists = lists(addresses("bl", "bl.example"), allowing("good", "good.example"));
        assertThat(
                        lists.refusal(InetAddress.ofLiteral("192.0.2.9"), "", "", "")
                                .orElseThrow()
                                .reply())
                .isEqualTo(
                        "Service unavailable; client host [192.0.2.9] blocked using bl.example;"
                                + " See http://bl.example/192.0.2.9");
        assertThat(lists.refusal(InetAddress.ofLiteral("192.0.2.7"), "", "", "")).isEmpty();
        assertThat(lists.refusal(InetAddress.ofLiteral("192.0.2.1"), "", "", "")).isEmpty();
        assertThat(ask(lists, TestMail.from("192.0.2.7")))
                .extracting(Finding::points)
                .containsExactly(1.5, -1.0);
    }

    /// Nearly everything is listed: the test entries are looked at, and they are what counts.
    @Test
    void aFloodOfListedClientsHasTheTestEntriesLookedAt() throws InterruptedException {
        DnsLists lists = lists(addresses("bl", "bl.example"));
        clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 60; i++) {
            ask(lists, TestMail.from("192.0.2.9"));
        }
        lists.test(); // what the last mail has begun by itself, waited for
        assertThat(only(lists).state()).isEqualTo(ListStatus.State.ASKED);
        assertThat(only(lists).tested()).contains(clock.instant());
    }
}
