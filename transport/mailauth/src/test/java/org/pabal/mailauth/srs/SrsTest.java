// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.srs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.pabal.message.Address;
import org.pabal.message.Domain;

class SrsTest {
    private static final Domain US = Domain.of("forwarder.example");
    private static final Instant NOW = Instant.parse("2026-11-21T23:59:59Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
    private final AtomicReference<List<String>> secrets = new AtomicReference<>(List.of("secret"));
    private final Srs srs = new Srs(SrsConfig.standard(), secrets::get, now::get);

    private Address forward(String sender) {
        return srs.forward(Address.of(sender), US).orElseThrow();
    }

    /// The reference implementation made the vectors. Our domains are in lower case, and a local-part
    /// that needs quotes has them around the whole.
    @Test
    void theVectorsOfTheReferenceImplementation() throws Exception {
        int checked = 0;
        for (String line : vectors()) {
            String[] vector = line.split("\t");
            Srs made =
                    new Srs(
                            new SrsConfig(Integer.parseInt(vector[2]), '=', Duration.ofDays(21)),
                            () -> List.of(vector[0]),
                            () -> Instant.ofEpochSecond(Long.parseLong(vector[1])));
            Address sender = Address.of(vector[3]);
            Address forward = made.forward(sender, Domain.of(vector[4])).orElseThrow();
            String theirs = vector[5].substring(0, vector[5].lastIndexOf('@'));
            assertThat(forward.localPart())
                    .as(line)
                    .isEqualToIgnoringCase(theirs.replace("\"", ""));
            assertThat(forward.domain()).isEqualTo(US);
            assertThat(made.reverse(forward)).as(line).isInstanceOf(SrsReversal.Genuine.class);
            checked++;
        }
        assertThat(checked).isEqualTo(216);
    }

    private static List<String> vectors() throws Exception {
        try (var in =
                Objects.requireNonNull(
                        SrsTest.class.getResourceAsStream("/srs-mail-srs/vectors.tsv"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.isBlank())
                    .toList();
        }
    }

    @Test
    void whatIsMadeLeadsBack() {
        for (String sender :
                List.of(
                        "alice@example.org",
                        "bob+tag@example.org",
                        "a=b=c@example.org",
                        "\"a b\"@example.org",
                        "\"q\\\"q\\\\\"@example.org",
                        "x@[192.0.2.1]",
                        "x@[IPv6:2001:db8::1]",
                        "x@예시.kr",
                        "밥@예시.kr")) {
            Address forward = forward(sender);
            assertThat(Address.parse(forward.toString())).contains(forward);
            assertThat(srs.reverse(forward)).isEqualTo(new SrsReversal.Genuine(Address.of(sender)));
            assertThat(Srs.original(forward)).isEqualTo(Address.of(sender));
        }
    }

    @Test
    void aBounceOfSrs1GoesToTheFirstForwarder() {
        Address first = Address.of("SRS0=abcd=XY=orig.example=joe@first.example");
        Address second = forward(first.toString());
        assertThat(second.localPart())
                .startsWith("SRS1=")
                .endsWith("=first.example==abcd=XY=orig.example=joe");
        assertThat(srs.reverse(second)).isEqualTo(new SrsReversal.Genuine(first));
        Address third = forward("SRS1=HHHH=first.example==abcd=XY=orig.example=joe@second.example");
        assertThat(srs.reverse(third)).isEqualTo(new SrsReversal.Genuine(first));
        assertThat(Srs.original(third)).isEqualTo(Address.of("joe@orig.example"));
    }

    /// THREATS D11
    @Test
    void whatWasNotMadeHereIsForged() {
        Address genuine = forward("alice@example.org");
        String local = genuine.localPart();
        for (String other :
                List.of(
                        local.replace("alice", "bob"),
                        local.replace("example.org", "example.net"),
                        "SRS0=AAAA" + local.substring(9),
                        "SRS0=" + local.substring(10), // a hash too short
                        "SRS0==" + local.substring(10),
                        local.substring(0, 10) + "AA" + local.substring(12),
                        "SRS0=x",
                        "SRS0=aaaa=bb=c",
                        "SRS0=aaaa=bb==x",
                        "SRS0=aaaa=!!=example.org=x",
                        "SRS1=aaaa=example.org",
                        "SRS1=aaaa=first.example==abcd=XY=orig.example=joe")) {
            assertThat(srs.reverse(new Address(other, US)))
                    .as(other)
                    .isEqualTo(new SrsReversal.Forged());
        }
        assertThat(srs.reverse(Address.of("srs@forwarder.example")))
                .isEqualTo(new SrsReversal.Other());
        assertThat(srs.reverse(Address.of("SRS0@forwarder.example")))
                .isEqualTo(new SrsReversal.Other());
    }

    /// THREATS D11
    @Test
    void anAddressIsGoodFor21DaysAndNotLonger() {
        Address made = forward("alice@example.org");
        now.set(NOW.plus(Duration.ofDays(21)));
        assertThat(srs.reverse(made)).isInstanceOf(SrsReversal.Genuine.class);
        now.set(NOW.plus(Duration.ofDays(22)));
        assertThat(srs.reverse(made)).isEqualTo(new SrsReversal.Expired(22));
        now.set(NOW.minus(Duration.ofDays(1))); // a host whose clock is behind
        assertThat(srs.reverse(made)).isInstanceOf(SrsReversal.Genuine.class);
        now.set(NOW.minus(Duration.ofDays(2)));
        assertThat(srs.reverse(made)).isInstanceOf(SrsReversal.Expired.class);
    }

    @Test
    void secretsRotate() {
        Address old = forward("alice@example.org");
        secrets.set(List.of("new", "secret"));
        assertThat(srs.reverse(old)).isInstanceOf(SrsReversal.Genuine.class);
        assertThat(forward("alice@example.org")).isNotEqualTo(old);
        secrets.set(List.of("new"));
        assertThat(srs.reverse(old)).isEqualTo(new SrsReversal.Forged());
    }

    @Test
    void hostsThatChangeCaseOrSeparatorAreUnderstood() {
        Address made = forward("alice@example.org");
        String local = made.localPart();
        for (String other :
                List.of(local.toLowerCase(java.util.Locale.ROOT), "SRS0+" + local.substring(5))) {
            assertThat(srs.reverse(new Address(other, US)))
                    .isEqualTo(new SrsReversal.Genuine(Address.of("alice@example.org")));
        }
    }

    @Test
    void aLocalPartPast64OctetsIsMadeAndReadAnAddressPast254IsNot() {
        Address longer = forward("b".repeat(60) + "@mail.sub.example.org");
        assertThat(longer.localPart()).hasSizeGreaterThan(64);
        assertThat(Address.parse(longer.toString())).contains(longer);
        assertThat(srs.reverse(longer)).isInstanceOf(SrsReversal.Genuine.class);
        String label = "a".repeat(45) + ".";
        assertThat(srs.forward(Address.of("b".repeat(60) + "@" + label.repeat(4) + "org"), US))
                .isEmpty();
    }

    @Test
    void originalsOfOthersAreReadByTheirForm() {
        assertThat(Srs.original(Address.of("srs0-xxxx=AB=Example.COM=Bob@other.example")))
                .isEqualTo(Address.of("Bob@example.com"));
        assertThat(Srs.original(Address.of("SRS0=h=d=a.example=SRS0=h=d=b.example=joe@c.example")))
                .isEqualTo(Address.of("joe@b.example"));
        for (String none :
                List.of("bob@example.org", "SRS0=x@example.org", "SRS1=a=b@example.org")) {
            assertThat(Srs.original(Address.of(none))).isEqualTo(Address.of(none));
        }
    }

    @Test
    void anythingInTheFormIsJudged() {
        long seed = 20260104;
        Random random = new Random(seed);
        String alphabet = "SRS01=+-abAB.23@\" 밥[]";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder local = new StringBuilder(random.nextBoolean() ? "SRS0=" : "SRS1=");
            for (int n = random.nextInt(30); n > 0; n--) {
                local.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Address address = new Address(local.toString(), US);
            String run = "seed " + seed + " run " + i + ": " + local;
            assertThat(srs.reverse(address)).as(run).isNotInstanceOf(SrsReversal.Genuine.class);
            assertThat(Srs.original(address)).as(run).isNotNull();
            assertThat(srs.forward(address, US)).as(run).isPresent();
        }
    }
}
