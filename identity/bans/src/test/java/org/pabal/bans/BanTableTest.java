// SPDX-License-Identifier: Apache-2.0
package org.pabal.bans;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.pabal.bans.format.v1.BanFormat;

class BanTableTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Ban ban(Source source, Instant until) {
        return new Ban(
                new Subject.Everything(source),
                "seeded",
                Ban.Origin.AUTOMATIC,
                NOW.minusSeconds(5),
                until,
                1,
                List.of(new Evidence(NOW, "imap", "한글@example.org", "wrong")));
    }

    private static InetAddress address(Random random) {
        byte[] octets = new byte[random.nextBoolean() ? 4 : 16];
        random.nextBytes(octets);
        octets[0] = (byte) (random.nextInt(3) + 0x20);
        octets[1] = (byte) random.nextInt(2);
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void theTableSaysWhatTheNetworksSay() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<Ban> bans = new ArrayList<>();
            for (int i = random.nextInt(200); i > 0; i--) {
                Source of = Source.of(address(random));
                Source source = random.nextInt(4) == 0 ? of.network() : of;
                bans.add(ban(source, NOW.plusSeconds(random.nextInt(20) - 10)));
            }
            BanTable table = BanTable.of(bans);
            for (int i = 0; i < 300; i++) {
                InetAddress asked = address(random);
                boolean expected =
                        bans.stream()
                                .anyMatch(each ->
                                        each.isInForce(NOW)
                                                && each.subject()
                                                        .source()
                                                        .contains(Source.of(asked)));
                assertThat(table.holds(asked, NOW.getEpochSecond()))
                        .as("seed %s, %s", seed, asked)
                        .isEqualTo(expected);
            }
            for (Ban each : bans) {
                byte[] key = BanFormat.key(each.subject());
                assertThat(BanFormat.ban(key, BanFormat.encode(each))).isEqualTo(each);
            }
        }
    }

    @Test
    void sourcesAreReadAsPeopleWriteThem() {
        assertThat(Source.parse("192.0.2.1")).map(Source::toString).contains("192.0.2.1");
        assertThat(Source.parse("192.0.2.1/24")).map(Source::toString).contains("192.0.2.0/24");
        assertThat(Source.parse("0.0.0.0/0")).map(Source::toString).contains("0.0.0.0/0");
        assertThat(Source.parse("2001:db8::1"))
                .map(Source::toString)
                .contains("2001:db8:0:0:0:0:0:0/64");
        assertThat(Source.parse("alice@example.org")).isEmpty();
        assertThat(Source.parse("192.0.2.1/33")).isEmpty();
    }
}
