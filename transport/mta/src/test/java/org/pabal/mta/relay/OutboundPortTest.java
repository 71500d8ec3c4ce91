// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pabal.testkit.FakeClock;

/// When outbound port 25 counts as blocked, and when no more.
final class OutboundPortTest {
    private static final InetSocketAddress A = host("198.18.1.1");
    private static final InetSocketAddress B = host("198.18.2.1");
    private static final InetSocketAddress C = host("198.18.3.1");
    private static final InetSocketAddress SIX = host("2001:db8:1::1");
    private static final InetSocketAddress OTHER_SIX = host("2001:db8:2::1");

    private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    private final Set<Family> here = EnumSet.allOf(Family.class);
    private final Map<InetSocketAddress, Contact> probed = new HashMap<>();
    private final List<InetSocketAddress> asked = new ArrayList<>();
    private Contact otherwise = Contact.TIMED_OUT;
    private final OutboundPort port = port(PortConfig.Loopback.TELLS_NOTHING);

    private OutboundPort port(PortConfig.Loopback loopback) {
        return new OutboundPort(PortConfig.defaults(loopback), this::probe, here::contains, clock);
    }

    private Contact probe(InetSocketAddress host) {
        synchronized (asked) {
            asked.add(host);
            return probed.getOrDefault(host, otherwise);
        }
    }

    private static InetSocketAddress host(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 25);
    }

    private void fail(Contact contact, InetSocketAddress... hosts) {
        for (InetSocketAddress each : hosts) {
            port.tried(each, contact);
        }
    }

    private String state(Family family) {
        return port.status().get(family.ordinal()).state();
    }

    private void block() {
        fail(Contact.TIMED_OUT, A, B, C);
        port.probeIfDue();
        assertEquals("blocked", state(Family.IPV4));
    }

    @Test
    void threeNetworksThatTimeOutAreSuspiciousAndAProbeDecides() {
        fail(Contact.TIMED_OUT, A, B, host("198.18.2.9"));
        assertEquals("unknown", state(Family.IPV4), "two networks only");
        port.tried(C, Contact.TIMED_OUT);
        assertEquals("suspected", state(Family.IPV4));
        assertTrue(port.isUsable(A.getAddress()), "not before a probe");
        port.probeIfDue();
        assertEquals("blocked", state(Family.IPV4));
        assertFalse(port.isUsable(A.getAddress()));
        assertTrue(port.isUsable(SIX.getAddress()));
        assertEquals(Optional.empty(), port.blocked(), "IPv6 may be open");
    }

    @Test
    void aHostThatAnsweredLatelyIsAskedBeforeDeadHostsAreBelieved() {
        InetSocketAddress good = host("203.0.113.1");
        port.tried(good, Contact.GREETED);
        probed.put(good, Contact.GREETED);
        fail(Contact.TIMED_OUT, A, B, C);
        assertEquals("suspected", state(Family.IPV4));
        port.probeIfDue();
        assertTrue(asked.contains(good));
        assertEquals("open", state(Family.IPV4));
    }

    @Test
    void aHostThatNobodyTriedYetIsAskedToo() {
        InetSocketAddress fresh = host("203.0.113.1");
        port.start(() -> List.of(fresh));
        port.close();
        probed.put(fresh, Contact.GREETED);
        fail(Contact.REFUSED, A, B, C);
        port.probeIfDue();
        assertEquals("open", state(Family.IPV4));
    }

    @Test
    void aProbeThatTellsNothingBlocksNothing() {
        otherwise = Contact.UNCLEAR;
        fail(Contact.TIMED_OUT, A, B, C);
        port.probeIfDue();
        assertEquals("open", state(Family.IPV4));
    }

    @Test
    void oneAnswerClearsWhatWasHeldAgainstTheFamily() {
        fail(Contact.TIMED_OUT, A, B);
        port.tried(host("203.0.113.1"), Contact.GREETED);
        port.tried(C, Contact.TIMED_OUT);
        assertEquals("open", state(Family.IPV4));
    }

    @Test
    void failuresAreForgottenAfterAWhile() {
        fail(Contact.TIMED_OUT, A, B);
        clock.advance(Duration.ofMinutes(31));
        port.tried(C, Contact.TIMED_OUT);
        assertEquals("unknown", state(Family.IPV4));
    }

    @Test
    void whereOurOwnNetworkKnowsNoWayTwoAreEnough() {
        otherwise = Contact.NO_ROUTE;
        fail(Contact.NO_ROUTE, SIX, OTHER_SIX);
        port.probeIfDue();
        assertEquals("blocked", state(Family.IPV6));
        assertEquals(
                "there is no route to 2 hosts", port.status().get(Family.IPV6.ordinal()).reason());
    }

    @Test
    void withBothFamiliesBlockedTheSentenceSaysWhy() {
        block();
        otherwise = Contact.NO_ADDRESS;
        fail(Contact.NO_ADDRESS, SIX, OTHER_SIX);
        port.probeIfDue();
        assertEquals(
                "outbound port 25 is blocked: connections to 3 hosts timed out (IPv4), this host has"
                        + " no address of the family (IPv6); ask the provider to open it or set a"
                        + " relay",
                port.blocked().orElseThrow());
    }

    @Test
    void aFamilyThatThisHostHasNoAddressOfIsNotTriedAtAll() {
        here.remove(Family.IPV6);
        assertFalse(port.isUsable(SIX.getAddress()));
        assertEquals("absent", state(Family.IPV6));
        assertEquals(Optional.empty(), port.blocked(), "IPv4 is not known to be blocked");
        block();
        assertEquals(
                "outbound port 25 is blocked: connections to 3 hosts timed out (IPv4), this host has"
                        + " no IPv6 address; ask the provider to open it or set a relay",
                port.blocked().orElseThrow());
    }

    @Test
    void hostsOfOurOwnNetworksTellNothing() {
        fail(Contact.REFUSED, host("10.1.1.1"), host("192.168.1.1"), host("127.0.0.1"));
        assertEquals("unknown", state(Family.IPV4));
        block();
        assertTrue(port.isUsable(InetAddress.ofLiteral("10.1.1.1")));
        port.tried(host("10.1.1.1"), Contact.GREETED);
        assertEquals(0, port.probeIfDue());
    }

    @Test
    void aProbeEveryFewMinutesFindsThePortOpenAgain() {
        List<String> told = new ArrayList<>();
        port.onChange(() -> told.add(state(Family.IPV4)));
        block();
        assertEquals(0, port.probeIfDue());
        clock.advance(Duration.ofMinutes(5));
        assertEquals(3, port.probeIfDue());
        assertEquals("blocked", state(Family.IPV4));
        otherwise = Contact.GREETED;
        clock.advance(Duration.ofMinutes(5));
        port.probeIfDue();
        assertEquals("open", state(Family.IPV4));
        assertEquals(List.of("suspected", "blocked", "open"), told);
    }

    @Test
    void whatComesAndGoesMustProveItselfLonger() {
        block();
        otherwise = Contact.GREETED;
        clock.advance(Duration.ofMinutes(5));
        port.probeIfDue();
        assertEquals("open", state(Family.IPV4));
        otherwise = Contact.TIMED_OUT;
        block();
        otherwise = Contact.GREETED;
        clock.advance(Duration.ofMinutes(5));
        port.probeIfDue();
        assertEquals("blocked", state(Family.IPV4), "one proof is not enough now");
        clock.advance(Duration.ofMinutes(1));
        port.probeIfDue();
        assertEquals("open", state(Family.IPV4));
    }

    @Test
    void anAnswerToADeliveryUnderWayMakesAProbeDue() {
        block();
        port.tried(A, Contact.GREETED);
        assertEquals("blocked", state(Family.IPV4), "it may have begun before");
        otherwise = Contact.GREETED;
        assertTrue(port.probeIfDue() > 0);
        assertEquals("open", state(Family.IPV4));
    }

    /// A provider that opens and closes the port, hosts that die and come back, deliveries at random
    /// times. What must hold: while the port is open and hosts answer, a block ends within the proofs'
    /// time; while it is closed and mail is tried, it is found within a few attempts; an open port
    /// with a living host among those asked never becomes blocked.
    @Test
    void aSeededModelOfAProvider() {
        for (long seed = 1; seed <= 60; seed++) {
            new Model(seed).run();
        }
    }

    private static final class Model {
        private final long seed;
        private final Random random;
        private final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
        private final List<InetSocketAddress> hosts = new ArrayList<>();
        private final Set<InetSocketAddress> dead = new java.util.HashSet<>();
        private final OutboundPort port;
        private boolean open = true;
        private Instant openSince = clock.instant();
        private int failedSinceClosed;

        Model(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.port =
                    new OutboundPort(
                            PortConfig.defaults(PortConfig.Loopback.TELLS_NOTHING),
                            this::ask,
                            family -> family == Family.IPV4,
                            clock);
            for (int i = 1; i <= 12; i++) {
                hosts.add(host("198.18." + i + ".1"));
            }
            port.start(() -> hosts.subList(0, 2)); // these two never die
            port.close();
        }

        private Contact ask(InetSocketAddress host) {
            if (!open) {
                return Contact.TIMED_OUT;
            }
            return dead.contains(host) ? Contact.REFUSED : Contact.GREETED;
        }

        void run() {
            for (int step = 0; step < 400; step++) {
                boolean blockedBefore = port.blocked().isPresent();
                switch (random.nextInt(20)) {
                    case 0 -> turn();
                    case 1, 2, 3 -> {
                        InetSocketAddress host = hosts.get(2 + random.nextInt(hosts.size() - 2));
                        if (!dead.remove(host)) {
                            dead.add(host);
                        }
                    }
                    default -> deliver();
                }
                clock.advance(Duration.ofSeconds(random.nextInt(90)));
                port.probeIfDue();
                check(blockedBefore, "seed " + seed + " step " + step);
            }
        }

        private void turn() {
            open = !open;
            openSince = clock.instant();
            failedSinceClosed = 0;
        }

        private void deliver() {
            InetSocketAddress host = hosts.get(random.nextInt(hosts.size()));
            if (port.isUsable(host.getAddress())) {
                Contact contact = ask(host);
                port.tried(host, contact);
                if (!open) {
                    failedSinceClosed++;
                }
            }
        }

        private void check(boolean blockedBefore, String where) {
            boolean blocked = port.blocked().isPresent();
            Duration openFor = Duration.between(openSince, clock.instant());
            if (open) {
                assertFalse(blocked && !blockedBefore, where + ": blocked while open");
                boolean longOpen = openFor.compareTo(Duration.ofMinutes(12)) > 0;
                assertFalse(blocked && longOpen, where + ": still blocked");
            } else {
                assertFalse(!blocked && failedSinceClosed > 30, where + ": not found");
            }
        }
    }
}
