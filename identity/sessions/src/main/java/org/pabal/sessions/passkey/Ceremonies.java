// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.passkey;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticatorTransport;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.authenticator.EC2COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.CollectedClientData;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.Challenge;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.data.extension.authenticator.AuthenticationExtensionAuthenticatorOutput;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pabal.sessions.Passkey;
import org.pabal.sessions.RandomText;
import tools.jackson.databind.node.ObjectNode;

/// Making passkeys and being shown them. Safe for use by many threads.
///
/// Total: any text gets an answer. The library tells what is broken by exceptions of many kinds, and
/// takes parts for granted that a stranger leaves out.
public final class Ceremonies {
    /// What all authenticators can do, one or the other of them.
    static final List<COSEAlgorithmIdentifier> ALGORITHMS =
            List.of(
                    COSEAlgorithmIdentifier.ES256,
                    COSEAlgorithmIdentifier.EdDSA,
                    COSEAlgorithmIdentifier.RS256);

    private static final int MAX_TRANSPORTS = 8;
    private static final int MAX_TRANSPORT = 32;

    private final RelyingParty party;
    private final Challenges challenges;
    private final InstantSource clock;

    /// Attestation is asked of nobody: who made an authenticator is the owner's business.
    private final ObjectConverter converter = new ObjectConverter();

    private final WebAuthnManager manager =
            WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final AttestedCredentialDataConverter credentials =
            new AttestedCredentialDataConverter(converter);

    /// Its other half is known to nobody.
    private final COSEKey nobodysKey = newKey();

    public Ceremonies(RelyingParty party, InstantSource clock, RandomText random) {
        this.party = party;
        this.clock = clock;
        this.challenges = new Challenges(clock, random);
    }

    public RelyingParty party() {
        return party;
    }

    /// Whether the authenticator must know who touches it.
    public enum UserVerification {
        /// It stands for itself.
        REQUIRED,
        /// Something else was shown besides.
        PREFERRED
    }

    /// What became of an answer.
    public sealed interface Judged {
        /// @param passkey as it is to be kept now
        record Right(Passkey passkey) implements Judged {}

        /// @param reason for the log
        record Wrong(String reason) implements Judged {}

        /// Its counter went back: two have the same key.
        record Copied(Passkey passkey) implements Judged {}
    }

    /// What an authenticator is to make: `PublicKeyCredentialCreationOptionsJSON`.
    public ObjectNode creation(Purpose purpose, PasskeyOwner owner) {
        return PasskeyOptions.creation(party, challenges.make(purpose), owner);
    }

    /// What is to be shown: `PublicKeyCredentialRequestOptionsJSON`.
    ///
    /// @param allowed none for any that the browser offers
    public ObjectNode request(
            Purpose purpose, List<Passkey> allowed, UserVerification verification) {
        return PasskeyOptions.request(party, challenges.make(purpose), allowed, verification);
    }

    /// Judges what an authenticator made. Web Authentication §7.1.
    ///
    /// @param json `RegistrationResponseJSON`
    public Judged made(Purpose purpose, String name, String json) {
        try {
            RegistrationData data = manager.parseRegistrationResponseJSON(json);
            Optional<ServerProperty> asked = asked(purpose, data.getCollectedClientData());
            if (asked.isEmpty()) {
                return wrong("the challenge is not one that waits");
            }
            manager.verify(
                    data, new RegistrationParameters(asked.get(), parameters(), false, true));
            var object = Optional.ofNullable(data.getAttestationObject()).orElseThrow();
            AuthenticatorData<?> about = object.getAuthenticatorData();
            AttestedCredentialData made =
                    Optional.ofNullable(about.getAttestedCredentialData()).orElseThrow();
            return new Judged.Right(
                    new Passkey(
                            made.getCredentialId(),
                            credentials.convert(made),
                            about.getSignCount(),
                            name,
                            transports(data.getTransports()),
                            about.isFlagUV(),
                            about.isFlagBE(),
                            about.isFlagBS(),
                            now(),
                            Optional.empty(),
                            Optional.empty()));
        } catch (RuntimeException refused) {
            return wrong(reason(refused));
        }
    }

    private static List<PublicKeyCredentialParameters> parameters() {
        return ALGORITHMS.stream()
                .map(each ->
                        new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, each))
                .toList();
    }

    private static List<String> transports(@Nullable Set<AuthenticatorTransport> told) {
        return Optional.ofNullable(told).orElse(Set.of()).stream()
                .map(AuthenticatorTransport::getValue)
                .filter(word -> word.length() <= MAX_TRANSPORT && word.matches("[a-z-]+"))
                .limit(MAX_TRANSPORTS)
                .toList();
    }

    /// Who is said to sign, before anything of it is believed.
    ///
    /// @param handle empty where the browser told none
    public record Claim(byte[] id, byte[] handle) {
        public String idText() {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
        }
    }

    /// Empty when it is no answer at all.
    ///
    /// @param json `AuthenticationResponseJSON`
    public Optional<Claim> claim(String json) {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(json);
            return Optional.of(octets(data.getCredentialId()))
                    .filter(id -> id.length > 0)
                    .map(id -> new Claim(id, octets(data.getUserHandle())));
        } catch (RuntimeException refused) {
            return Optional.empty();
        }
    }

    /// @param told an array, or nothing
    private static byte[] octets(@Nullable Object told) {
        return told instanceof byte[] octets ? octets : new byte[0];
    }

    /// Judges what was shown. Web Authentication §7.2.
    ///
    /// @param passkey that it is said to be
    /// @param json `AuthenticationResponseJSON`
    public Judged shown(
            Purpose purpose, Passkey passkey, UserVerification verification, String json) {
        try {
            AuthenticationData data = manager.parseAuthenticationResponseJSON(json);
            Optional<ServerProperty> asked = asked(purpose, data.getCollectedClientData());
            if (asked.isEmpty()) {
                return wrong("the challenge is not one that waits");
            }
            boolean verify = verification == UserVerification.REQUIRED;
            manager.verify(
                    data,
                    new AuthenticationParameters(
                            asked.get(), record(passkey), List.of(passkey.id()), verify, true));
            AuthenticatorData<AuthenticationExtensionAuthenticatorOutput> about =
                    Optional.ofNullable(data.getAuthenticatorData()).orElseThrow();
            return new Judged.Right(
                    passkey.usedAt(
                            now(), about.getSignCount(), about.isFlagUV(), about.isFlagBS()));
        } catch (MaliciousCounterValueException copied) {
            return new Judged.Copied(passkey.suspectedAt(now()));
        } catch (UserNotVerifiedException unverified) {
            return wrong("the authenticator did not verify its user");
        } catch (RuntimeException refused) {
            return wrong(reason(refused));
        }
    }

    /// The same work for a passkey that is not there.
    public void shownByNobody(
            Purpose purpose, Claim claim, UserVerification verification, String json) {
        AttestedCredentialData like =
                new AttestedCredentialData(AAGUID.ZERO, claim.id(), nobodysKey);
        Passkey nobodys =
                new Passkey(
                        claim.id(),
                        credentials.convert(like),
                        0,
                        "",
                        List.of(),
                        true,
                        false,
                        false,
                        now(),
                        Optional.empty(),
                        Optional.empty());
        shown(purpose, nobodys, verification, json);
    }

    private static COSEKey newKey() {
        try {
            KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
            keys.initialize(new ECGenParameterSpec("secp256r1"));
            return EC2COSEKey.create((ECPublicKey) keys.generateKeyPair().getPublic());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no P-256", missing);
        }
    }

    /// What the answer has to name, with its own challenge, which is used up; empty when that was not
    /// made for this.
    private Optional<ServerProperty> asked(Purpose purpose, @Nullable CollectedClientData client) {
        return Optional.ofNullable(client)
                .flatMap(told -> Optional.ofNullable(told.getChallenge()))
                .map(Challenge::getValue)
                .filter(challenge -> challenges.use(challenge, purpose))
                .map(challenge ->
                        ServerProperty.builder()
                                .origin(new Origin(party.origin()))
                                .rpId(party.id())
                                .challenge(new DefaultChallenge(challenge))
                                .build());
    }

    private CredentialRecordImpl record(Passkey passkey) {
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                passkey.isVerifying(),
                passkey.isBackupEligible(),
                passkey.isBackedUp(),
                passkey.counter(),
                credentials.convert(passkey.publicKey()),
                null,
                null,
                null,
                Set.of());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private static Judged wrong(String reason) {
        return new Judged.Wrong(reason);
    }

    private static String reason(RuntimeException refused) {
        return refused.getClass().getSimpleName().replace("Exception", "")
                + ": "
                + Optional.ofNullable(refused.getMessage()).orElse("");
    }
}
