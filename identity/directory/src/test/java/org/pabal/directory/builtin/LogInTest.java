// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.pabal.directory.builtin.Directories.ANYWHERE;
import static org.pabal.directory.builtin.Directories.PASSWORD;
import static org.pabal.directory.builtin.Directories.done;
import static org.pabal.directory.builtin.Directories.reason;

import java.security.SecureRandom;
import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pabal.directory.AccountId;
import org.pabal.directory.Role;
import org.pabal.directory.Subaddress;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.SaslChannel;
import org.pabal.sasl.SaslClientMechanism;
import org.pabal.sasl.SaslClientStep;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.sasl.SaslStep;
import org.pabal.sasl.ScramHash;
import org.pabal.storage.StorageException;
import org.pabal.storage.testing.FakeStorage;

class LogInTest {
    private static final Address BOB = Address.of("bob@example.org");
    private static final AccountId BOBS_ID = new AccountId(1);
    private static final String SSHA = "{SSHA}K0MZxWoMPVRxegoJBeg1/wEGvbpzYWx0MTIzNA==";

    private final FakeStorage storage = new FakeStorage();
    private final BuiltInDirectory directory = Directories.with(storage, "bob@example.org");
    private final Credentials credentials = directory.credentials(ANYWHERE);

    @AfterEach
    void close() {
        directory.close();
        storage.close();
    }

    private StoredCredential stored() {
        return new DirectoryStore(storage, Subaddress.PLUS, Set.of(), InstantSource.system())
                .credential(BOBS_ID)
                .orElseThrow();
    }

    @Test
    void theRightPasswordIsRightAndNoOther() {
        assertThat(credentials.verify("bob@example.org", PASSWORD)).isTrue();
        assertThat(credentials.verify("BOB", PASSWORD)).isTrue();
        for (String wrong : new String[] {"", "correct horsf", PASSWORD + " ", "x\0y"}) {
            assertThat(credentials.verify("bob", wrong)).as(wrong).isFalse();
        }
        assertThat(credentials.verify("nobody", PASSWORD)).isFalse();
        assertThat(credentials.verify("bob@example.net", PASSWORD)).isFalse();
    }

    @Test
    void noPasswordIsInTheStoreInTheClear() {
        assertThat(stored().hash()).startsWith("{ARGON2ID}$argon2id$").doesNotContain("horse");
    }

    @Test
    void aPasswordIsTheSameComposedOrDecomposed() { // THREATS A08
        done(directory.changePassword(BOB, "비밀번호는 열쇠다"));
        String decomposed = Normalizer.normalize("비밀번호는 열쇠다", Normalizer.Form.NFD);
        assertThat(credentials.verify("bob", decomposed)).isTrue();
    }

    @Test
    void aDisabledAccountVerifiesAsFalse() {
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        done(directory.disableAccount(BOB));
        assertThat(credentials.verify("bob", PASSWORD)).isFalse();
        assertThat(scram("bob", PASSWORD)).isInstanceOf(SaslStep.Refused.class);
        done(directory.enableAccount(BOB));
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
    }

    @Test
    void aChangedPasswordCountsAtOnce() { // THREATS A09
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        done(directory.changePassword(BOB, "battery staple"));
        assertThat(credentials.verify("bob", PASSWORD)).isFalse();
        assertThat(credentials.verify("bob", "battery staple")).isTrue();
        assertThat(scram("bob", PASSWORD)).isInstanceOf(SaslStep.Refused.class);
        assertThat(scram("bob", "battery staple")).isInstanceOf(SaslStep.Success.class);
    }

    @Test
    void aNewPasswordIsChecked() {
        assertThat(reason(directory.changePassword(BOB, "short"))).contains("at least 8");
        assertThat(reason(directory.changePassword(BOB, "password1"))).contains("guessed");
        assertThat(reason(directory.changePassword(Address.of("x@example.org"), "battery staple")))
                .contains("is not an account");
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
    }

    /// With no thread left to hash, what is remembered is right and all else is put off: unknown
    /// names, wrong passwords and disabled accounts alike, so each of them is hashed.
    @Test
    void aRightPasswordIsRememberedAndAllElseIsHashed() { // THREATS A02
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        directory.close();
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        for (String name : new String[] {"bob", "nobody", "nobody@example.net", "*"}) {
            assertThatThrownBy(() -> credentials.verify(name, "wrong password"))
                    .isInstanceOf(UnavailableException.class);
        }
        done(directory.disableAccount(BOB));
        assertThatThrownBy(() -> credentials.verify("bob", PASSWORD))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void whatIsRememberedExpires() {
        AtomicLong nanos = new AtomicLong();
        try (BuiltInDirectory timed =
                new BuiltInDirectory(
                        storage,
                        Directories.cheap(64),
                        new SecureRandom(),
                        InstantSource.system(),
                        nanos::get)) {
            Credentials there = timed.credentials(ANYWHERE);
            assertThat(there.verify("bob", PASSWORD)).isTrue();
            timed.close();
            nanos.addAndGet(Duration.ofMinutes(9).toNanos());
            assertThat(there.verify("bob", PASSWORD)).isTrue();
            nanos.addAndGet(Duration.ofMinutes(2).toNanos());
            assertThatThrownBy(() -> there.verify("bob", PASSWORD))
                    .isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void anImportedHashIsReplacedAtTheFirstLogIn() {
        done(directory.importPasswordHash(BOB, SSHA));
        assertThat(scram("bob", PASSWORD)).isInstanceOf(SaslStep.Refused.class);
        assertThat(credentials.verify("bob", "wrong password")).isFalse();
        assertThat(stored().hash()).isEqualTo(SSHA);
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        assertThat(stored().hash()).startsWith("{ARGON2ID}");
        assertThat(scram("bob", PASSWORD)).isInstanceOf(SaslStep.Success.class);
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
    }

    @Test
    void aHashThatCannotBeCheckedIsNotImported() {
        assertThat(reason(directory.importPasswordHash(BOB, "$y$j9T$x$y"))).contains("yescrypt");
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
    }

    @Test
    void aWeakerSettingIsRaisedAtLogIn() {
        String before = stored().hash();
        try (BuiltInDirectory dearer =
                new BuiltInDirectory(
                        storage,
                        Directories.cheap(128),
                        new SecureRandom(),
                        InstantSource.system())) {
            assertThat(dearer.credentials(ANYWHERE).verify("bob", PASSWORD)).isTrue();
        }
        assertThat(stored().hash()).isNotEqualTo(before).contains("m=128");
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        assertThat(stored().hash()).contains("m=128");
    }

    @Test
    void aFullDiskDoesNotKeepPeopleOut() {
        done(directory.importPasswordHash(BOB, SSHA));
        storage.failNextCommits(1, new StorageException.Full("no room"));
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        assertThat(stored().hash()).isEqualTo(SSHA);
        storage.stopFailing();
    }

    @Test
    void aStoreThatIsAwayIsNeitherRightNorWrong() { // THREATS A13
        storage.close();
        assertThatThrownBy(() -> credentials.verify("bob", PASSWORD))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> credentials.scram("bob", ScramHash.SHA_256))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void scramWorksForWhoIsHere() {
        assertThat(scram("bob", PASSWORD))
                .isInstanceOfSatisfying(
                        SaslStep.Success.class,
                        success -> assertThat(success.authorizationIdentity()).isEqualTo("bob"));
        assertThat(scram("bob@example.org", "wrong password")).isInstanceOf(SaslStep.Refused.class);
        assertThat(credentials.scram("bob", ScramHash.SHA_1)).isEmpty();
    }

    @Test
    void scramDoesNotTellWhoIsHere() { // THREATS A02
        for (String name : new String[] {"bob", "nobody"}) {
            byte[] salt = salt(credentials, name);
            assertThat(salt).hasSize(16);
            for (String same :
                    new String[] {name + "@example.org", name.toUpperCase(Locale.ROOT)}) {
                assertThat(salt(credentials, same)).as(same).isEqualTo(salt);
            }
            try (BuiltInDirectory restarted = Directories.open(storage)) {
                assertThat(salt(restarted.credentials(ANYWHERE), name)).isEqualTo(salt);
            }
        }
        assertThat(salt(credentials, "nobody")).isNotEqualTo(salt(credentials, "somebody"));
        assertThat(scram("nobody", PASSWORD)).isInstanceOf(SaslStep.Refused.class);
    }

    private static byte[] salt(Credentials credentials, String name) {
        return credentials.scram(name, ScramHash.SHA_256).orElseThrow().salt();
    }

    @Test
    void onlyOneselfMayBeActedFor() { // THREATS A03
        done(directory.addAccount(Directories.account("alice@example.org")));
        assertThat(credentials.mayActAs("bob", "bob@example.org")).isTrue();
        assertThat(credentials.mayActAs("bob", "alice@example.org")).isFalse();
        assertThat(credentials.mayActAs("nobody", "nobody")).isFalse();
        assertThat(credentials.mayActAs("nobody", "nemo")).isFalse();
    }

    @Test
    void administratorsActForOthersWithinTheirReach() { // THREATS A03
        directory.addDomain(Domain.of("example.net"));
        for (String other :
                new String[] {"root@example.org", "eve@example.org", "eve@example.net"}) {
            done(directory.addAccount(Directories.account(other)));
        }
        done(directory.setRole(Address.of("root@example.org"), Role.ADMINISTRATOR));
        done(directory.setRole(BOB, Role.DOMAIN_ADMINISTRATOR));
        String bob = "bob@example.org";
        assertThat(credentials.mayActAs(bob, "eve@example.org")).isTrue();
        assertThat(credentials.mayActAs(bob, "eve@example.net")).isFalse();
        assertThat(credentials.mayActAs(bob, "root@example.org")).isFalse();
        assertThat(credentials.mayActAs(bob, "nobody@example.org")).isFalse();
        assertThat(credentials.mayActAs("root@example.org", bob)).isTrue();
        assertThat(credentials.mayActAs("root@example.org", "eve@example.net")).isTrue();
        assertThat(credentials.mayActAs("eve@example.org", bob)).isFalse();
        assertThat(plain("eve@example.net", "root@example.org", PASSWORD))
                .isInstanceOfSatisfying(
                        SaslStep.Success.class,
                        success ->
                                assertThat(success.authorizationIdentity())
                                        .isEqualTo("eve@example.net"));
        assertThat(plain("eve@example.net", bob, PASSWORD)).isInstanceOf(SaslStep.Refused.class);
        assertThat(plain("eve@example.net", "root@example.org", "wrong password"))
                .isInstanceOf(SaslStep.Refused.class);
    }

    private SaslStep plain(String actsFor, String name, String password) {
        return SaslMechanisms.start("PLAIN", credentials, SaslChannel.PLAIN)
                .orElseThrow()
                .step(
                        (actsFor + '\0' + name + '\0' + password)
                                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void aFailureSaysInTheLogWhoElseHasTheName() {
        directory.addDomain(Domain.of("example.net"));
        assertThat(plain("", "bob", PASSWORD))
                .isEqualTo(
                        new SaslStep.Refused(
                                "bob",
                                "wrong credentials: bob was tried without a domain, which no"
                                        + " listener address, TLS name or setting gives;"
                                        + " bob@example.org exists"));
        assertThat(plain("", "bob@example.org", "wrong password"))
                .isEqualTo(new SaslStep.Refused("bob@example.org", "wrong credentials"));
    }

    @Test
    void aRemovedAccountIsGone() {
        assertThat(credentials.verify("bob", PASSWORD)).isTrue();
        done(directory.removeAccount(BOB));
        assertThat(credentials.verify("bob", PASSWORD)).isFalse();
        assertThat(
                        new DirectoryStore(
                                        storage, Subaddress.PLUS, Set.of(), InstantSource.system())
                                .credential(BOBS_ID))
                .isEmpty();
        assertThat(directory.domains()).containsExactly(Domain.of("example.org"));
    }

    private SaslStep scram(String name, String password) {
        Random random = new Random(1);
        SaslClientMechanism client =
                SaslMechanisms.client("SCRAM-SHA-256", name, password, SaslChannel.PLAIN, random)
                        .orElseThrow();
        SaslServerMechanism server =
                SaslMechanisms.start("SCRAM-SHA-256", credentials, SaslChannel.PLAIN, random)
                        .orElseThrow();
        SaslStep challenge = server.step(client.initialResponse());
        SaslClientStep last = client.respond(((SaslStep.Challenge) challenge).octets());
        return server.step(((SaslClientStep.Response) last).octets());
    }
}
