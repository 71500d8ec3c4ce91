// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ReversePath;
import org.pabal.mta.relay.Finding.Kind;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.testkit.FakeClock;

/// What is asked when, and what an author is told.
final class SenderChecksTest {
    private static final String UNVERIFIED =
            "550 The from address does not match a verified Sender Identity.";
    private static final NextHop.Relay ONE =
            new NextHop.Relay("one", NextHop.Host.of("one.example", 587));
    private static final NextHop.Relay TWO =
            new NextHop.Relay("two", NextHop.Host.of("two.example", 587));
    private static final NextHop.Relay RESERVE =
            new NextHop.Relay("reserve", NextHop.Host.of("reserve.example", 587));

    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private final Map<String, SenderProbe.Answer> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final Smarthosts smarthosts =
            new Smarthosts(
                    Map.of(Domain.of("b.example"), TWO),
                    Optional.of(ONE),
                    Map.of(),
                    Optional.of(RESERVE),
                    Optional.empty());
    private final SenderChecks checks =
            new SenderChecks(
                    smarthosts,
                    this::ask,
                    () -> List.of(Address.of("a@a.example"), Address.of("b@b.example")),
                    clock);

    private List<SenderProbe.Answer> ask(NextHop.Relay relay, List<Address> senders) {
        synchronized (asked) {
            senders.forEach(sender -> asked.add(relay.name() + " " + sender));
        }
        return senders.stream()
                .map(sender ->
                        answers.getOrDefault(
                                relay.name() + " " + sender,
                                new SenderProbe.Answer(Kind.ACCEPTED, "250 2.1.0 Ok")))
                .toList();
    }

    private void says(String who, Kind kind, String text) {
        answers.put(who, new SenderProbe.Answer(kind, text));
    }

    private List<String> askedNow() {
        asked.clear();
        checks.runDue();
        return asked.stream().sorted().toList();
    }

    private Optional<String> objection(NextHop.Relay relay, String from) {
        return checks.objection(relay, new ReversePath.To(Address.of(from))).map(Finding::text);
    }

    @Test
    void eachSmarthostIsAskedForTheDomainsWhoseMailItTakes() {
        assertEquals(
                List.of(
                        "one a@a.example",
                        "reserve a@a.example",
                        "reserve b@b.example",
                        "two b@b.example"),
                askedNow());
        assertEquals(List.of(), askedNow());
        assertEquals(4, checks.status().size());
        clock.advance(Duration.ofHours(4).plusSeconds(1));
        assertEquals(4, askedNow().size());
    }

    @Test
    void whatIsWrongIsAskedForSooner() {
        says("one a@a.example", Kind.SENDER_REFUSED, UNVERIFIED);
        says("two b@b.example", Kind.TIMED_OUT, "192.0.2.1:587 timed out");
        askedNow();
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertEquals(List.of("one a@a.example"), askedNow());
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertEquals(List.of("one a@a.example", "two b@b.example"), askedNow());
    }

    @Test
    void aRefusalIsToldAtOnceAndOnlyWhileItIsFresh() {
        assertEquals(Optional.empty(), objection(ONE, "a@a.example"), "nothing is known");
        says("one a@a.example", Kind.SENDER_REFUSED, UNVERIFIED);
        askedNow();
        assertEquals(Optional.of(UNVERIFIED), objection(ONE, "A@a.example"));
        assertEquals(Optional.empty(), objection(TWO, "a@a.example"));
        assertEquals(Optional.empty(), checks.objection(ONE, ReversePath.NULL));
        clock.advance(Duration.ofMinutes(16));
        assertEquals(Optional.empty(), objection(ONE, "a@a.example"), "too old to believe");
        says("one a@a.example", Kind.ACCEPTED, "250 Ok");
        askedNow();
        assertEquals(Optional.empty(), objection(ONE, "a@a.example"));
    }

    @Test
    void troubleThatMayPassRefusesNobody() {
        for (Kind kind : Kind.values()) {
            if (kind != Kind.SENDER_REFUSED) {
                says("one a@a.example", kind, "whatever");
                checks.runAll();
                assertEquals(Optional.empty(), objection(ONE, "a@a.example"), kind.toString());
            }
        }
    }

    @Test
    void anotherAddressOfARefusedDomainIsAskedForWhileItsAuthorWaits() {
        says("one a@a.example", Kind.SENDER_REFUSED, UNVERIFIED);
        says("one bad@a.example", Kind.SENDER_REFUSED, "553 no");
        askedNow();
        asked.clear();
        assertEquals(Optional.empty(), objection(ONE, "good@a.example"));
        assertEquals(Optional.of("553 no"), objection(ONE, "bad@a.example"));
        assertEquals(Optional.of("553 no"), objection(ONE, "bad@a.example"));
        assertEquals(List.of("one good@a.example", "one bad@a.example"), asked);
        assertEquals(Optional.empty(), objection(ONE, "x@other.example"), "of another domain");
        clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        assertEquals(List.of("one a@a.example", "one bad@a.example"), askedNow());
    }

    @Test
    void whatIsRefusedAfterDataIsRememberedUntilItWorksOrIsChecked() {
        ReversePath from = new ReversePath.To(Address.of("a@a.example"));
        EnhancedStatus status = EnhancedStatus.of("5.0.0");
        askedNow();
        checks.refused(ONE, from, status, UNVERIFIED);
        assertEquals(Optional.of(UNVERIFIED), objection(ONE, "a@a.example"));
        assertEquals(Kind.SENDER_REFUSED, checks.status().getFirst().kind());
        clock.advance(Duration.ofHours(5));
        askedNow();
        checks.refused(ONE, from, status, UNVERIFIED);
        assertEquals(Optional.of(UNVERIFIED), objection(ONE, "a@a.example"), "MAIL tells nothing");
        checks.taken(ONE, from);
        assertEquals(Optional.empty(), objection(ONE, "a@a.example"));
        checks.refused(ONE, from, status, UNVERIFIED);
        checks.runAll();
        assertEquals(Optional.empty(), objection(ONE, "a@a.example"));
        checks.refused(ONE, from, status, UNVERIFIED);
        clock.advance(Duration.ofMinutes(16));
        assertEquals(Optional.empty(), objection(ONE, "a@a.example"));
    }

    @Test
    void refusalsOfOtherThingsAreNotHeldAgainstTheSender() {
        ReversePath from = new ReversePath.To(Address.of("a@a.example"));
        for (String text :
                List.of(
                        "554 5.7.1 Message contains a virus",
                        "550 5.7.1 Our system has detected that this message is likely spam",
                        "550 5.1.1 No such user",
                        "552 5.3.4 Message too big")) {
            checks.refused(ONE, from, EnhancedStatus.of("5.7.1"), text);
            assertEquals(Optional.empty(), objection(ONE, "a@a.example"), text);
        }
        for (String text :
                List.of(
                        UNVERIFIED,
                        "554 Message rejected: Email address is not verified. The following"
                                + " identities failed the check",
                        "553 5.7.1 <a@a.example>: Sender address rejected: not owned by user x",
                        "550 5.7.60 SMTP; Client does not have permissions to send as this sender")) {
            checks.refused(ONE, from, EnhancedStatus.of("5.7.1"), text);
            assertEquals(Optional.of(text), objection(ONE, "a@a.example"));
        }
    }

    @Test
    void anOperatorsCheckAsksEverything() {
        askedNow();
        asked.clear();
        assertEquals(4, checks.runAll().size());
        assertEquals(4, asked.size());
        assertTrue(checks.runAll().stream().allMatch(f -> f.kind() == Kind.ACCEPTED));
    }
}
