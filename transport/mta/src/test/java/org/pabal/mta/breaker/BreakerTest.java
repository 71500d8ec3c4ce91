// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.pabal.mta.testing.MtaStage.MESSAGE;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.Account;
import org.pabal.mta.queue.Intervention;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.testing.MtaStage;

/// Whose mail is held, and whose is not.
final class BreakerTest {
    private static final String HOME = "192.0.2.7";
    private static final String HOTEL = "203.0.113.9";
    private static final String ALICE = "alice@d.example";

    private final MtaStage stage = new MtaStage(8);
    private final Account alice = stage.directory.account(ALICE);
    private final List<String> told = new ArrayList<>();
    private int strangers;

    @BeforeEach
    void watch() {
        stage.directory.account("bob@d.example");
        stage.breakerObserver =
                new BreakerObserver() {
                    @Override
                    public void frozen(Account account, Frozen frozen) {
                        told.add(account.address() + ": " + frozen.reason());
                    }

                    @Override
                    public void overRate(Account account, String limit) {
                        told.add(account.address() + ": " + limit);
                    }
                };
        stage.build();
        send(HOME, "friend@far.example");
        stage.clock.advance(Duration.ofDays(30));
    }

    private void send(String place, String... to) {
        String reply = stage.submitFrom(place, ALICE).to(to).send(MESSAGE);
        assertThat(reply).startsWith("250 2.0.0 Ok: ");
    }

    private String[] strangers(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> "u" + strangers++ + "@far.example")
                .toArray(String[]::new);
    }

    private List<QueueEntry> held() {
        return stage.queue.list(Optional.empty(), 10_000).stream()
                .filter(QueueEntry::isHeld)
                .toList();
    }

    @Test
    void aNewsletterFromAKnownPlaceIsNobodysBusiness() {
        send(HOME, strangers(500));
        send("192.0.2.200", strangers(500));
        assertThat(held()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aStolenPasswordIsWorthFiftyMails() {
        for (int i = 0; i < 200; i++) {
            send(HOTEL, strangers(1));
        }
        assertThat(held()).as("the fiftieth and all behind").hasSize(151);
        assertThat(held().getFirst().held().orElse(""))
                .isEqualTo(
                        "outgoing mail of alice@d.example is frozen: 50 recipients it had never"
                                + " written to within 60 minutes, from the new place"
                                + " 203.0.113.0/24");
        assertThat(told).hasSize(1);
        send(HOME, "friend@far.example");
        assertThat(held()).as("from home, too").hasSize(152);
        send(HOME, "bob@d.example");
        assertThat(held()).as("but not to our own").hasSize(152);
    }

    @Test
    void oneMailToManyIsABurst() {
        send(HOTEL, strangers(80));
        assertThat(held()).isNotEmpty();
        assertThat(told).hasSize(1);
    }

    @Test
    void aHolidayIsNot() {
        send(HOME, strangers(100));
        strangers = 0;
        send(HOTEL, strangers(100));
        for (int hour = 0; hour < 20; hour++) {
            send(HOTEL, strangers(30));
            stage.clock.advance(Duration.ofHours(1));
        }
        assertThat(held()).isEmpty();
    }

    @Test
    void whoMovesIsAtHomeAfterAWeek() {
        send(HOTEL, strangers(1));
        stage.clock.advance(Duration.ofDays(7));
        send(HOTEL, strangers(300));
        assertThat(held()).isEmpty();
    }

    @Test
    void theFirstPlaceOfAllIsKnown() {
        stage.directory.account("new@d.example");
        String reply =
                stage.submitFrom(HOTEL, "new@d.example")
                        .to(strangers(200))
                        .send(MESSAGE.replace(ALICE, "new@d.example"));
        assertThat(reply).startsWith("250 ");
        assertThat(held()).isEmpty();
    }

    @Test
    void whatIsReleasedGoesAndMoreMayFollow() {
        send(HOTEL, strangers(60));
        assertThat(held()).isNotEmpty();
        assertThat(stage.breaker.release(alice)).isTrue();
        held().forEach(entry ->
                assertThat(stage.queue.intervene(entry.id(), new Intervention.Release()))
                        .isEqualTo(Intervention.Result.DONE));
        send(HOTEL, strangers(200));
        assertThat(held()).isEmpty();
        assertThat(stage.breaker.release(alice)).isFalse();
        assertThat(stage.breaker.placesOf(alice))
                .extracting(Breaker.Known::network, Breaker.Known::fresh)
                .containsExactly(tuple("203.0.113.0/24", false), tuple("192.0.2.0/24", false));
    }

    @Test
    void aRestartForgetsNoFreeze() {
        send(HOTEL, strangers(60));
        stage.restart();
        assertThat(stage.breaker.find(alice.id()).orElseThrow().place())
                .isEqualTo("203.0.113.0/24");
        int before = held().size();
        send(HOTEL, strangers(1));
        assertThat(held()).hasSize(before + 1);
    }

    @Test
    void addressesThatDoNotExistMakeItStricter() {
        send(HOTEL, strangers(10));
        for (int i = 0; i < 19; i++) {
            stage.breaker.unknownRecipient(alice);
        }
        assertThat(told).isEmpty();
        stage.breaker.unknownRecipient(alice);
        assertThat(told).hasSize(1);
        send(HOME, strangers(1));
        assertThat(held()).hasSize(1);
    }

    @Test
    void administratorsFreezeByHand() {
        stage.breaker.freeze(alice, "", "a word with its owner first");
        send(HOME, "friend@far.example");
        assertThat(held()).hasSize(1);
        assertThat(told).as("who did it knows").isEmpty();
        stage.breaker.release(alice);
        send(HOME, "friend@far.example");
        assertThat(held()).hasSize(1);
    }

    /// Whom an account wrote to is a table of fixed size: it forgets, and never grows.
    @Test
    void correspondentsAreBounded() {
        Correspondents many = new Correspondents(stage.storage, alice.id());
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            many.add(random.nextLong());
        }
        long friend = Correspondents.hash("friend@far.example");
        many.add(friend);
        assertThat(many.add(friend)).isTrue();
        assertThat(many.changes()).hasSizeLessThanOrEqualTo(64);
    }
}
