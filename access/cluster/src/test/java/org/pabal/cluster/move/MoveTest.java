// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.cluster.move.Faults.Moment;
import org.pabal.directory.AccountId;
import org.pabal.directory.OwnAlias;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.EmailEdit;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.Rights;
import org.pabal.mailbox.ShareNotice;
import org.pabal.mailbox.Snooze;
import org.pabal.mailbox.SpecialUse;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.testing.FakeStorage;

/// Moves over two stores in one process, with everything that can break broken.
class MoveTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final List<Address> OTHERS =
            List.of(Address.of("carol@example.org"), Address.of("dave@example.org"));
    private static final Address STRANGER = Address.of("eve@example.org");

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    private final InstantSource clock = now::get;
    private final Map<Address, String> hosts = new HashMap<>(Map.of(BOB, "a"));
    private final Faults faults = new Faults();
    private final TestHost a = host("a", 1);
    private final TestHost b = host("b", 1_000);

    MoveTest() {
        // Equal addresses have other numbers elsewhere, and some numbers mean others.
        a.with(STRANGER, BOB).with(OTHERS.toArray(new Address[0]));
        b.with(OTHERS.reversed().toArray(new Address[0])).with(BOB);
        a.other = b;
        b.other = a;
        a.open();
        b.open();
    }

    private TestHost host(String name, long firstNumber) {
        return new TestHost(
                name,
                new FakeStorage(),
                before -> ((FakeStorage) before).reopened(),
                firstNumber,
                hosts,
                clock,
                faults);
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
    }

    private static Departure departure(TestHost from) {
        return from.moves.departure(from.account(BOB).id()).orElseThrow();
    }

    private void use(TestHost host, long seed, int times) {
        RandomUse use = new RandomUse("before" + seed, BOB, OTHERS, seed);
        for (int i = 0; i < times; i++) {
            use.once(host);
        }
    }

    private void begin(TestHost from, TestHost to) {
        assertThat(from.moves.prepare(from.account(BOB), to.name))
                .isInstanceOf(Moves.Outcome.Done.class);
    }

    private static void finish(TestHost from) throws Exception {
        Departure departure = departure(from);
        while (!departure.isOver()) {
            departure.step();
        }
    }

    @Test
    void everythingIsAtTheTargetAsItWasAtTheSource() throws Exception {
        use(a, 1, 400);
        List<String> before = Dump.of(a, BOB, OTHERS);
        begin(a, b);
        finish(a);
        assertThat(hosts).containsEntry(BOB, "b");
        assertThat(Dump.difference(before, Dump.of(b, BOB, OTHERS))).isEmpty();
        assertThat(b.storage.verify()).isEmpty();
        assertThat(a.ended).isTrue();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> Dump.of(a, BOB, OTHERS))
                .withMessageContaining("has moved to the host b");
    }

    /// What was given up is nobody else's there either.
    @Test
    void addressesOfOnesOwnComeAlong() throws Exception {
        OwnAlias inUse = made("shop7@example.org", Optional.empty());
        OwnAlias givenUp = made("old@example.org", Optional.of(now.get()));
        a.aliases.all.put(a.account(BOB).id(), List.of(inUse, givenUp));
        begin(a, b);
        finish(a);
        AccountId there = b.account(BOB).id();
        assertThat(b.aliases.allOf(there)).containsExactly(inUse.of(there), givenUp.of(there));
    }

    @Test
    void anAddressThatIsSomebodyElsesHoldsTheAccountBack() throws Exception {
        a.aliases.all.put(
                a.account(BOB).id(), List.of(made("shop7@example.org", Optional.empty())));
        b.aliases.somebodyElses.add(Address.of("shop7@example.org"));
        begin(a, b);
        assertThatExceptionOfType(MoveRefusedException.class)
                .isThrownBy(() -> finish(a))
                .withMessageContaining("shop7@example.org");
        assertThat(hosts).containsEntry(BOB, "a");
        a.mailboxes.doors().checkChanging(a.account(BOB).id());
        b.aliases.somebodyElses.clear();
        finish(a);
        assertThat(hosts).containsEntry(BOB, "b");
    }

    @Test
    void whatIsAwayIsNotToBeChanged() throws Exception {
        begin(a, b);
        finish(a);
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> a.mailboxes.doors().checkChanging(a.account(BOB).id()))
                .withMessageContaining("has moved to the host b");
        assertThatExceptionOfType(UnavailableException.class)
                .as("what an administrator removes is not what lies there still")
                .isThrownBy(() -> a.mailboxes.removeAll(a.account(BOB).id()));
    }

    private OwnAlias made(String address, Optional<Instant> givenUp) {
        return new OwnAlias(
                Address.of(address),
                a.account(BOB).id(),
                now.get(),
                Optional.empty(),
                true,
                "a shop",
                givenUp);
    }

    @Test
    void whoIsUnknownAtTheTargetIsLeftOut() throws Exception {
        use(a, 2, 60);
        var mailboxes = a.mailboxes.open(a.account(BOB));
        var inbox = mailboxes.list().getFirst();
        mailboxes.changeAcl(
                inbox.id(),
                acl -> acl.giving(new Grantee.Account(a.account(STRANGER).id()), Rights.of("lr")));
        List<String> before = Dump.of(a, BOB, OTHERS);
        begin(a, b);
        finish(a);
        List<String> without =
                before.stream().filter(line -> !line.startsWith("given self")).toList();
        assertThat(without).hasSizeLessThan(before.size());
        assertThat(Dump.difference(without, Dump.of(b, BOB, OTHERS))).isEmpty();
    }

    /// Under the number that the group has there.
    @Test
    void rightsOfAGroupComeAlong() throws Exception {
        a.becomesGroup(OTHERS.getFirst());
        b.becomesGroup(OTHERS.getFirst());
        assertThat(a.group(OTHERS.getFirst())).isNotEqualTo(b.group(OTHERS.getFirst()));
        var mailboxes = a.mailboxes.open(a.account(BOB));
        mailboxes.changeAcl(
                mailboxes.list().getFirst().id(),
                acl ->
                        acl.giving(new Grantee.Group(a.group(OTHERS.getFirst())), Rights.of("lrs"))
                                .withholding(
                                        new Grantee.Group(a.group(OTHERS.getFirst())),
                                        Rights.of("s")));
        begin(a, b);
        finish(a);
        Grantee there = new Grantee.Group(b.group(OTHERS.getFirst()));
        Acl acl = b.mailboxes.open(b.account(BOB)).list().getFirst().acl();
        assertThat(acl)
                .isEqualTo(
                        Acl.NONE
                                .giving(there, Rights.of("lrs"))
                                .withholding(there, Rights.of("s")));
    }

    @Test
    void whatIsSetAsideComesBackAtTheTarget() throws Exception {
        use(a, 12, 40);
        var there = a.mailboxes.open(a.account(BOB));
        var away =
                ((AccountMailboxes.NameOutcome.Done) there.mailboxFor(SpecialUse.SNOOZED))
                        .mailbox();
        var inbox = there.list().getFirst().id();
        var email = there.state().emails().cursor();
        assertThat(email.next()).isTrue();
        EmailId id = new EmailId(email.email());
        there.edit(
                Optional.empty(),
                List.of(
                        new EmailEdit.Update(
                                id,
                                flags -> flags,
                                _ -> Set.of(away),
                                new EmailEdit.Aside.Until(
                                        away,
                                        new Snooze(
                                                now.get(),
                                                Optional.of(inbox),
                                                Flags.NONE,
                                                Flags.NONE)))));
        begin(a, b);
        finish(a);
        assertThat(a.mailboxes.due(now.get(), 10)).isEmpty();
        assertThat(b.mailboxes.due(now.get(), 10)).containsExactly(b.account(BOB).id());
        assertThat(b.mailboxes.open(b.account(BOB)).wake(10)).containsExactly(id);
    }

    @Test
    void anAccountMovesAwayAndBack() throws Exception {
        for (int round = 0; round < 3; round++) {
            use(a, 10 + round, 150);
            begin(a, b);
            finish(a);
            use(b, 20 + round, 150);
            List<String> before = Dump.of(b, BOB, OTHERS);
            begin(b, a);
            finish(b);
            assertThat(Dump.difference(before, Dump.of(a, BOB, OTHERS))).isEmpty();
            now.set(now.get().plus(Duration.ofMinutes(round * 50L)));
            a.moves.clear();
            b.moves.clear();
            assertThat(Dump.difference(before, Dump.of(a, BOB, OTHERS))).isEmpty();
        }
        assertThat(a.storage.verify()).isEmpty();
        assertThat(b.storage.verify()).isEmpty();
    }

    @Test
    void theOldMailGoesWhenItsTimeIsOver() throws Exception {
        use(a, 3, 200);
        begin(a, b);
        finish(a);
        a.moves.clear();
        assertThat(records(a)).isPositive();
        now.set(now.get().plus(TestHost.CONFIG.keptAfter()));
        a.moves.clear();
        assertThat(records(a)).isZero();
        // Nobody is led there any more; what people are still to be told of shares is theirs.
        assertThat(a.storage.scan(Space.Shared.SHARING, new byte[] {'A'}, new byte[] {'B'}, 9))
                .isEmpty();
        assertThat(a.storage.verify()).isEmpty();
        a.kill();
        assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> a.mailboxes.open(a.account(BOB)));
    }

    /// Documents of JMAP (webhooks, identities, settings) and second factors come along; uploads, which
    /// a client sends again, stay.
    @Test
    void whatOtherModulesKeepComesAlong() throws Exception {
        use(a, 9, 40);
        List<String> kept = List.of("VWDW1", "VIDI1", "VMDsingleton", "VRDsingleton", "XF");
        for (String key : kept) {
            put(a, key, "of " + key);
        }
        put(a, "u0123456789abcdef", "an upload");
        begin(a, b);
        finish(a);
        for (String key : kept) {
            assertThat(read(b, key)).as(key).contains("of " + key);
        }
        assertThat(read(b, "u0123456789abcdef")).isEmpty();
    }

    private static void put(TestHost host, String key, String value) {
        Change put =
                new Change.Put(
                        key.getBytes(StandardCharsets.US_ASCII),
                        value.getBytes(StandardCharsets.US_ASCII));
        host.storage.commit(
                new Commit(UUID.randomUUID(), List.of(SpaceChanges.of(space(host), List.of(put)))));
    }

    private static Optional<String> read(TestHost host, String key) {
        return host.storage
                .read(space(host), key.getBytes(StandardCharsets.US_ASCII))
                .map(value -> new String(value, StandardCharsets.US_ASCII));
    }

    private static Space space(TestHost host) {
        return Space.account(host.account(BOB).id().value());
    }

    /// An account that moves is not one that shares no more: nobody is told so, neither when it leaves
    /// nor when its old mail goes.
    @Test
    void nobodyIsToldThatSharingEnded() throws Exception {
        use(a, 3, 200);
        var notices = notices(a);
        assertThat(notices).anyMatch(each -> !each.isEmpty());
        begin(a, b);
        finish(a);
        assertThat(notices(a)).isEqualTo(notices);
        now.set(now.get().plus(TestHost.CONFIG.keptAfter()));
        a.moves.clear();
        assertThat(records(a)).isZero();
        assertThat(notices(a)).isEqualTo(notices);
        assertThat(notices(b)).allMatch(List::isEmpty);
    }

    private static List<List<ShareNotice>> notices(TestHost host) {
        return OTHERS.stream()
                .map(each -> host.mailboxes.shareNotices(host.account(each).id(), 1_000))
                .toList();
    }

    private static int records(TestHost host) {
        return host.storage
                .scan(
                        Space.account(host.account(BOB).id().value()),
                        new byte[] {0},
                        Keys.afterPrefix(new byte[] {'z'}),
                        100_000)
                .size();
    }

    @Test
    void aCancelledMoveLeavesTheAccountInUse() throws Exception {
        use(a, 4, 200);
        begin(a, b);
        long half = 12;
        faults.plan(half, Moment.BEFORE, faults::cut);
        try {
            departure(a).step();
        } catch (java.io.IOException cut) {
            // as planned
        }
        assertThat(records(b)).isPositive();
        assertThat(a.moves.cancel(a.account(BOB))).isInstanceOf(Moves.Outcome.Done.class);
        use(a, 5, 50);
        finish(a);
        assertThat(records(b)).isZero();
        assertThat(hosts).containsEntry(BOB, "a");
        List<String> before = Dump.of(a, BOB, OTHERS);
        begin(a, b);
        finish(a);
        assertThat(Dump.difference(before, Dump.of(b, BOB, OTHERS))).isEmpty();
    }

    @Test
    void aTargetThatHasMailRefuses() {
        use(a, 6, 20);
        new RandomUse("there", BOB, OTHERS, 7).deliverAgain(b);
        hosts.put(BOB, "b");
        use(b, 8, 30);
        hosts.put(BOB, "a");
        List<String> before = Dump.of(b, BOB, OTHERS);
        assertThat(a.moves.prepare(a.account(BOB), "b"))
                .isInstanceOfSatisfying(
                        Moves.Outcome.Refused.class,
                        refused -> assertThat(refused.reason()).contains("already"));
        assertThat(Dump.difference(before, Dump.of(b, BOB, OTHERS))).isEmpty();
        assertThat(a.moves.list()).isEmpty();
    }

    /// Whatever breaks, wherever: one owner, nothing lost, nothing twice, everything equal.
    @Test
    void anythingMayBreakAtAnyMoment() throws Exception {
        for (long seed = 1; seed <= 100; seed++) {
            try (MoveTestRun run = new MoveTestRun(seed)) {
                run.play();
            }
        }
    }

    /// One life of two hosts, by a seed.
    private static final class MoveTestRun implements AutoCloseable {
        private final long seed;
        private final Random random;
        private final MoveTest test = new MoveTest();
        private final RandomUse use;
        private List<String> decided = List.of();

        MoveTestRun(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.use = new RandomUse("mail" + seed, BOB, OTHERS, seed * 31);
        }

        void play() throws Exception {
            TestHost from = test.a;
            TestHost to = test.b;
            for (int i = random.nextInt(120); i >= 0; i--) {
                use.once(from);
            }
            test.begin(from, to);
            test.faults.meanwhile(() -> {
                for (int i = random.nextInt(4); i > 0; i--) {
                    use.once(from);
                }
                decided = frozen(from).orElse(decided);
            });
            int breaks = random.nextInt(5);
            planNext(breaks);
            for (int steps = 0; !isMoved(from); steps++) {
                assertThat(steps).as("steps of seed %d", seed).isLessThan(60);
                step(from);
                boolean died = revive(from);
                died |= revive(to);
                if (died) {
                    planNext(--breaks);
                }
            }
            test.faults.meanwhile(() -> {});
            planNext(0);
            judge(from, to);
        }

        /// What a client sees while nobody can change it.
        private Optional<List<String>> frozen(TestHost from) {
            try {
                return Optional.of(Dump.of(from, BOB, OTHERS));
            } catch (UnavailableException gone) {
                return Optional.empty();
            }
        }

        private boolean isMoved(TestHost from) {
            return !from.storage.isDead() && departure(from).isOver();
        }

        private void step(TestHost from) {
            try {
                departure(from).step();
            } catch (java.io.IOException
                    | UnavailableException
                    | org.pabal.storage.StorageException broken) {
                // and again
            }
        }

        private boolean revive(TestHost host) {
            if (host.storage.isDead()) {
                host.kill();
                return true;
            }
            return false;
        }

        private void planNext(int breaks) {
            if (breaks <= 0) {
                test.faults.plan(Long.MAX_VALUE / 2, Moment.BEFORE, () -> {});
                return;
            }
            TestHost victim = random.nextBoolean() ? test.a : test.b;
            Runnable what = random.nextInt(3) == 0 ? test.faults::cut : victim.storage::die;
            test.faults.plan(
                    1 + random.nextInt(90),
                    random.nextBoolean() ? Moment.BEFORE : Moment.AFTER,
                    what);
        }

        private void judge(TestHost from, TestHost to) {
            String of = "seed " + seed;
            assertThat(test.hosts).as(of).containsEntry(BOB, "b");
            assertThat(Dump.difference(decided, Dump.of(to, BOB, OTHERS))).as(of).isEmpty();
            assertThatExceptionOfType(UnavailableException.class)
                    .as(of)
                    .isThrownBy(() -> from.mailboxes.open(from.account(BOB)));
            use.deliverAgain(to);
            assertThat(use.broken(to)).as(of).isEmpty();
            to.kill();
            assertThat(use.broken(to)).as(of).isEmpty();
            test.now.set(test.now.get().plus(TestHost.CONFIG.keptAfter()));
            from.moves.clear();
            assertThat(records(from)).as(of).isZero();
            assertThat(from.storage.verify()).as(of).isEmpty();
            assertThat(to.storage.verify()).as(of).isEmpty();
        }

        @Override
        public void close() {
            test.close();
        }
    }
}
