// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.dns.Question;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord.Sight;
import org.pabal.mailauth.dkim.signing.SigningAlgorithm;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.signing.DomainKey.Published;
import org.pabal.mta.signing.KeyRotation.Look;
import org.pabal.mta.signing.KeyRotation.Outcome;
import org.pabal.mta.signing.format.v1.KeyOctets;
import org.pabal.storage.Space;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

class KeyRotationTest {
    private static final Domain DOMAIN = Domain.of("example.org");
    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    private final FakeClock clock = FakeClock.at(START);
    private final Map<String, String> zone = new HashMap<>();
    private boolean dnsIsDown;
    private FakeStorage storage = new FakeStorage();
    private KeyRing ring = new KeyRing(storage);
    private KeyRotation rotation = rotation();

    private final Resolver resolver =
            new Resolver() {
                @Override
                @SuppressWarnings("unchecked")
                public <T> Lookup<T> look(Question<T> question) {
                    String text = zone.get(question.name());
                    Answer<String> answer =
                            dnsIsDown
                                    ? new Answer.Failed<>("time-out")
                                    : text == null
                                            ? new Answer.NoSuchName<>()
                                            : new Answer.Found<>(List.of(text));
                    return (Lookup<T>) Lookup.insecure((Question<String>) question, answer);
                }
            };

    private KeyRotation rotation() {
        return new KeyRotation(ring, KeyRules.defaults(), this::ask, clock, new SecureRandom());
    }

    private <T> Resolver.Lookup<T> ask(Question<T> question) {
        return resolver.look(question);
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private void restart() {
        storage.close();
        storage = storage.reopened();
        ring = new KeyRing(storage);
        rotation = rotation();
    }

    private void publishAll() {
        ring.all().forEach(key -> zone.put(key.record().name(), key.record().text()));
    }

    private List<KeyState> states() {
        return ring.keys(DOMAIN).stream().map(DomainKey::state).toList();
    }

    private List<String> signing() {
        return ring.signing(DOMAIN).stream().map(key -> key.selector()).toList();
    }

    /// Keys that sign.
    private void inUse() {
        rotation.prepare(DOMAIN);
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(2));
        rotation.look(DOMAIN);
        assertThat(signing()).hasSize(2);
    }

    @Test
    void aDomainGetsAKeyOfEachAlgorithmOnce() {
        assertThat(rotation.prepare(DOMAIN)).isTrue();
        assertThat(rotation.prepare(DOMAIN)).isFalse();
        assertThat(ring.keys(DOMAIN))
                .extracting(DomainKey::selector)
                .containsExactly("p20261121-ed25519", "p20261121-rsa");
        assertThat(signing()).isEmpty();
    }

    @Test
    void aKeySignsOnceItsRecordHasBeenThereLongEnough() {
        rotation.prepare(DOMAIN);
        rotation.look(DOMAIN);
        clock.advance(Duration.ofDays(3));
        rotation.look(DOMAIN);
        assertThat(signing()).isEmpty();
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofMinutes(119));
        rotation.look(DOMAIN);
        assertThat(signing()).isEmpty();
        clock.advance(Duration.ofMinutes(1));
        rotation.look(DOMAIN);
        assertThat(signing()).containsExactly("p20261121-rsa", "p20261121-ed25519");
    }

    @Test
    void theWaitBeginsAnewWhenTheRecordIsGoneBetween() {
        rotation.prepare(DOMAIN);
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(1));
        zone.clear();
        rotation.look(DOMAIN);
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(1));
        rotation.look(DOMAIN);
        assertThat(signing()).isEmpty();
        clock.advance(Duration.ofHours(1));
        rotation.look(DOMAIN);
        assertThat(signing()).hasSize(2);
    }

    @Test
    void aSilentDnsNeitherHelpsNorHarms() {
        rotation.prepare(DOMAIN);
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(3));
        dnsIsDown = true;
        rotation.look(DOMAIN);
        assertThat(signing()).isEmpty();
        dnsIsDown = false;
        rotation.look(DOMAIN);
        assertThat(signing()).hasSize(2);
        dnsIsDown = true;
        clock.advance(Duration.ofDays(10));
        rotation.look(DOMAIN);
        assertThat(signing()).hasSize(2);
    }

    @Test
    void whereOnlyOneRecordIsPublishedOneKeySigns() {
        rotation.prepare(DOMAIN);
        publishAll();
        zone.remove("p20261121-ed25519._domainkey.example.org");
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(2));
        rotation.look(DOMAIN);
        assertThat(signing()).containsExactly("p20261121-rsa");
    }

    @Test
    void aSuccessorTakesOverAndTheOldSecretIsErased() {
        inUse();
        assertThat(rotation.rotate(DOMAIN)).isTrue();
        assertThat(rotation.rotate(DOMAIN)).isFalse();
        assertThat(signing()).containsExactly("p20261121-rsa", "p20261121-ed25519");
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(2));
        rotation.look(DOMAIN);
        assertThat(signing()).containsExactly("p20261121b-rsa", "p20261121b-ed25519");
        assertThat(states())
                .containsExactly(
                        KeyState.RETIRED, KeyState.RETIRED, KeyState.SIGNING, KeyState.SIGNING);
        assertThat(ring.export(DOMAIN, "p20261121-rsa")).isEmpty();
        byte[] stored =
                storage.read(
                                Space.Shared.SIGNING_KEYS,
                                KeyOctets.key("example.org", "p20261121-rsa"))
                        .orElseThrow();
        assertThat(KeyOctets.decode(stored).secret()).isEmpty();
    }

    @Test
    void aRetiredKeyIsForgottenWhenItsTimeIsOverAndItsRecordGone() {
        aSuccessorTakesOverAndTheOldSecretIsErased();
        clock.advance(Duration.ofDays(35));
        zone.remove("p20261121-rsa._domainkey.example.org");
        rotation.look(DOMAIN);
        assertThat(ring.keys(DOMAIN)).hasSize(4);
        clock.advance(Duration.ofDays(1));
        List<Look> looks = rotation.look(DOMAIN);
        assertThat(looks)
                .extracting(look -> look.key().selector())
                .containsExactly("p20261121-ed25519", "p20261121b-ed25519", "p20261121b-rsa");
    }

    @Test
    void aSubdomainWithoutKeysIsSignedForByTheNearestAbove() {
        inUse();
        assertThat(ring.signing(Domain.of("a.b.example.org"))).hasSize(2);
        assertThat(ring.signing(Domain.of("example.net"))).isEmpty();
        assertThat(ring.signing(Domain.of("[192.0.2.1]"))).isEmpty();
        rotation.prepare(Domain.of("b.example.org"));
        assertThat(ring.signing(Domain.of("a.b.example.org")))
                .as("prepared keys do not keep those above from signing")
                .allMatch(key -> key.domain().equals("example.org"));
    }

    @Test
    void keysAreTheSameAfterARestart() {
        inUse();
        rotation.rotate(DOMAIN);
        List<DomainKey> before = ring.keys(DOMAIN);
        restart();
        assertThat(ring.keys(DOMAIN)).isEqualTo(before);
        assertThat(signing()).hasSize(2);
    }

    @Test
    void whatCouldNotBeMadeDurableIsNotShown() {
        storage.failNextCommits(1, new StorageException.Unavailable("disk full"));
        assertThatThrownBy(() -> rotation.prepare(DOMAIN)).isInstanceOf(UnavailableException.class);
        assertThat(ring.keys(DOMAIN)).isEmpty();
        inUse();
        rotation.rotate(DOMAIN);
        publishAll();
        rotation.look(DOMAIN);
        clock.advance(Duration.ofHours(2));
        storage.failNextCommits(1, new StorageException.Unavailable("disk full"));
        assertThatThrownBy(() -> rotation.look(DOMAIN)).isInstanceOf(UnavailableException.class);
        assertThat(signing()).containsExactly("p20261121-rsa", "p20261121-ed25519");
        restart();
        rotation.look(DOMAIN);
        assertThat(signing()).containsExactly("p20261121b-rsa", "p20261121b-ed25519");
    }

    @Test
    void anUnreadableKeyDoesNotKeepTheOthersFromSigning() {
        inUse();
        storage.commit(
                new org.pabal.storage.Commit(
                        java.util.UUID.randomUUID(),
                        List.of(
                                org.pabal.storage.SpaceChanges.of(
                                        Space.Shared.SIGNING_KEYS,
                                        List.of(
                                                new org.pabal.storage.Change.Put(
                                                        KeyOctets.key(
                                                                "example.org", "p20261121-rsa"),
                                                        new byte[] {1, 2}))))));
        restart();
        assertThat(signing()).containsExactly("p20261121-ed25519");
    }

    @Test
    void keysOfOtherProgramsAreTakenOver() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String pem =
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(
                                        generator.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n";
        assertThat(rotation.importKey(DOMAIN, "Mail", pem, Published.FOR_LONG))
                .isEqualTo(new Outcome.Done());
        assertThat(rotation.importKey(DOMAIN, "mail", pem, Published.FOR_LONG))
                .isInstanceOf(Outcome.Refused.class);
        for (String bad : List.of("", "a b", "-x", "a..b", "ü", "x".repeat(64))) {
            assertThat(rotation.importKey(DOMAIN, bad, pem, Published.NOT_YET))
                    .as(bad)
                    .isInstanceOf(Outcome.Refused.class);
        }
        assertThat(rotation.importKey(DOMAIN, "other", "hello", Published.NOT_YET))
                .isInstanceOf(Outcome.Refused.class);
        rotation.look(DOMAIN);
        assertThat(signing()).isEmpty();
        publishAll();
        assertThat(rotation.look(DOMAIN))
                .containsExactly(new Look(ring.keys(DOMAIN).getFirst(), new Sight.Right()));
        assertThat(signing()).as("its record is known everywhere").containsExactly("mail");
        rotation.prepare(DOMAIN);
        assertThat(ring.keys(DOMAIN))
                .as("it lacked a key for Ed25519 alone")
                .extracting(DomainKey::algorithm)
                .containsExactly(SigningAlgorithm.RSA_SHA256, SigningAlgorithm.ED25519_SHA256);
    }

    @Test
    void oldKeysGetSuccessorsWhereThatIsWished() {
        inUse();
        KeyRotation renewing =
                new KeyRotation(
                        ring,
                        new KeyRules(
                                Duration.ofHours(2),
                                Duration.ofDays(36),
                                Optional.of(Duration.ofDays(90))),
                        this::ask,
                        clock,
                        new SecureRandom());
        KeyChecks checks = new KeyChecks(ring, renewing, clock);
        clock.advance(Duration.ofDays(89));
        checks.run();
        assertThat(ring.keys(DOMAIN)).hasSize(2);
        clock.advance(Duration.ofDays(1));
        checks.run();
        checks.run();
        assertThat(ring.keys(DOMAIN)).hasSize(4);
    }

    @Test
    void aDomainThatIsGoneLeavesNoSecrets() {
        inUse();
        rotation.remove(DOMAIN);
        assertThat(ring.all()).isEmpty();
        assertThat(signing()).isEmpty();
        assertThat(storage.scan(Space.Shared.SIGNING_KEYS, new byte[] {0}, new byte[] {-1}, 10))
                .isEmpty();
    }
}
