// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.TokenJudgement;

class SignedTokensTest {
    private static final RSAKey RSA = rsa("rsa-1", 2_048);
    private static final ECKey EC = ec("ec-1");

    @TempDir Path folder;
    private FakeProvider provider;
    private SignedTokens tokens;

    private static RSAKey rsa(String id, int bits) {
        try {
            return new RSAKeyGenerator(bits, true).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ECKey ec(String id) {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
        } catch (JOSEException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeEach
    void begin() throws IOException {
        provider = new FakeProvider(folder);
        provider.serveKeys(RSA.toPublicJWK(), EC.toPublicJWK());
        tokens = tokens("email");
    }

    @AfterEach
    void end() {
        provider.close();
    }

    private SignedTokens tokens(String claim) throws IOException {
        return new SignedTokens(
                new TokenRules(provider.issuer(), Set.of("pabal", "mail"), Set.of(), claim),
                Optional.of(provider.url("/keys")),
                provider.provider(),
                provider.clock);
    }

    /// @param replaced pairs of text in the good claims and what stands there instead
    private String claims(String... replaced) {
        long now = FakeProvider.NOW.getEpochSecond();
        String claims =
                "{\"iss\":\""
                        + provider.issuer()
                        + "\",\"aud\":\"pabal\",\"sub\":\"u1\",\"email\":\"bob@example.org\","
                        + "\"nbf\":"
                        + now
                        + ",\"exp\":"
                        + (now + 300)
                        + "}";
        for (int i = 0; i < replaced.length; i += 2) {
            assertThat(claims).contains(replaced[i]);
            claims = claims.replace(replaced[i], replaced[i + 1]);
        }
        return claims;
    }

    private String good() throws JOSEException {
        return sign(claims());
    }

    private static String sign(String claims) throws JOSEException {
        return FakeProvider.sign(RSA, FakeProvider.header(JWSAlgorithm.RS256, "rsa-1"), claims);
    }

    private void assertGood(String token) {
        assertThat(tokens.judge(token)).isEqualTo(new TokenJudgement.Good("bob@example.org"));
    }

    private void assertBad(String token, String reason) {
        assertThat(tokens.judge(token))
                .isInstanceOfSatisfying(
                        TokenJudgement.Bad.class, bad -> assertThat(bad.reason()).contains(reason));
    }

    @Test
    void eachAlgorithmOfThePublicKeys() throws Exception {
        for (JWSAlgorithm algorithm :
                new JWSAlgorithm[] {
                    JWSAlgorithm.RS256,
                    JWSAlgorithm.RS384,
                    JWSAlgorithm.RS512,
                    JWSAlgorithm.PS256,
                    JWSAlgorithm.PS384,
                    JWSAlgorithm.PS512
                }) {
            assertGood(FakeProvider.sign(RSA, FakeProvider.header(algorithm, "rsa-1"), claims()));
        }
        assertGood(
                FakeProvider.sign(EC, FakeProvider.header(JWSAlgorithm.ES256, "ec-1"), claims()));
        for (Curve curve : new Curve[] {Curve.P_384, Curve.P_521}) {
            ECKey key = new ECKeyGenerator(curve).keyID("k").generate();
            tokens = tokens("email");
            provider.serveKeys(key.toPublicJWK());
            JWSAlgorithm algorithm =
                    curve.equals(Curve.P_384) ? JWSAlgorithm.ES384 : JWSAlgorithm.ES512;
            assertGood(FakeProvider.sign(key, FakeProvider.header(algorithm, "k"), claims()));
        }
    }

    /// Signed by Java, as the library leaves it to another one; under both of its names, RFC 9864.
    @Test
    void ed25519() throws Exception {
        for (int i = 0; i < 4; i++) { // some of them have an odd x
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            byte[] encoded = ((EdECPublicKey) pair.getPublic()).getEncoded();
            byte[] last = Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length);
            provider.serveKeys(
                    new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(last))
                            .keyID("ed")
                            .build());
            for (String name : new String[] {"EdDSA", "Ed25519"}) {
                tokens = tokens("email");
                String signed =
                        Base64URL.encode("{\"alg\":\"" + name + "\",\"kid\":\"ed\"}")
                                + "."
                                + Base64URL.encode(claims());
                Signature signer = Signature.getInstance("Ed25519");
                signer.initSign(pair.getPrivate());
                signer.update(signed.getBytes(StandardCharsets.US_ASCII));
                assertGood(signed + "." + Base64URL.encode(signer.sign()));
                assertBad(signed + "." + Base64URL.encode(new byte[64]), "signature");
            }
        }
    }

    @Test
    void tokensThatAreNotSignedByTheProvider() throws Exception { // THREATS A10
        String none = Base64URL.encode("{\"alg\":\"none\"}") + "." + Base64URL.encode(claims());
        assertBad(none + ".", "no signed JWT");
        assertBad(none, "no signed JWT");
        byte[] publicKey = RSA.toRSAPublicKey().getEncoded();
        JWSObject shared =
                new JWSObject(
                        FakeProvider.header(JWSAlgorithm.HS256, "rsa-1"), new Payload(claims()));
        shared.sign(new MACSigner(publicKey));
        assertBad(shared.serialize(), "algorithm does not count");
        RSAKey other = rsa("rsa-1", 2_048);
        assertBad(
                FakeProvider.sign(
                        other, FakeProvider.header(JWSAlgorithm.RS256, "rsa-1"), claims()),
                "signature");
        String good = good();
        int payload = good.indexOf('.') + 1;
        String changed =
                good.substring(0, payload)
                        + Base64URL.encode(claims("bob@", "eve@"))
                        + good.substring(good.lastIndexOf('.'));
        assertBad(changed, "signature");
    }

    @Test
    void aKeysNameIsLookedUpAndNothingElse() throws Exception { // THREATS A10
        for (String name : new String[] {"../../x", "/dev/null", "http://evil.example/k", "ec-1"}) {
            assertBad(
                    FakeProvider.sign(RSA, FakeProvider.header(JWSAlgorithm.RS256, name), claims()),
                    "no such key");
        }
        assertThat(provider.asked).hasSize(1).first().asString().startsWith("GET /keys ");
        RSAKey own = rsa("own", 2_048);
        JWSHeader carriesItsKey =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .jwk(own.toPublicJWK())
                        .jwkURL(java.net.URI.create("https://evil.example/keys"))
                        .build();
        assertBad(FakeProvider.sign(own, carriesItsKey, claims()), "signature");
    }

    @Test
    void timesIssuerAndAudience() throws Exception { // THREATS A10
        long now = FakeProvider.NOW.getEpochSecond();
        assertGood(sign(claims("\"aud\":\"pabal\"", "\"aud\":[\"other\",\"mail\"]")));
        assertBad(sign(claims("\"aud\":\"pabal\"", "\"aud\":\"other\"")), "audience");
        assertBad(sign(claims("\"aud\":\"pabal\",", "")), "audience");
        assertBad(sign(claims(provider.issuer(), "https://id.example")), "issuer");
        assertBad(sign(claims("\"iss\":\"" + provider.issuer() + "\",", "")), "issuer");
        assertGood(sign(claims("" + (now + 300), "" + (now - 59))));
        assertBad(sign(claims("" + (now + 300), "" + (now - 60))), "expired");
        assertBad(sign(claims(",\"exp\":" + (now + 300), "")), "until when");
        assertBad(sign(claims("" + (now + 300), "\"tomorrow\"")), "until when");
        assertBad(sign(claims("" + (now + 300), "1e300")), "until when");
        assertGood(sign(claims("\"nbf\":" + now, "\"nbf\":" + (now + 60))));
        assertBad(sign(claims("\"nbf\":" + now, "\"nbf\":" + (now + 61))), "not good yet");
    }

    @Test
    void extensionsAndOtherKindsOfJwt() throws Exception { // THREATS A10
        JWSHeader critical =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("rsa-1")
                        .base64URLEncodePayload(false)
                        .criticalParams(Set.of("b64"))
                        .build();
        JWSObject unencoded = new JWSObject(critical, new Payload(claims()));
        unencoded.sign(new com.nimbusds.jose.crypto.RSASSASigner(RSA));
        assertBad(
                unencoded.serialize(true).replace("..", "." + Base64URL.encode(claims()) + "."),
                "extensions");
        assertBad(
                FakeProvider.sign(
                        RSA,
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("logout+jwt"))
                                .build(),
                        claims()),
                "something else");
        assertGood(
                FakeProvider.sign(
                        RSA,
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .type(new JOSEObjectType("at+JWT"))
                                .build(),
                        claims()));
    }

    @Test
    void theClaimThatNamesTheAccount() throws Exception {
        tokens = tokens("preferred_username");
        assertThat(tokens.judge(sign(claims("\"sub\"", "\"preferred_username\":\"bob\",\"sub\""))))
                .isEqualTo(new TokenJudgement.Good("bob"));
        assertBad(good(), "no claim preferred_username");
        tokens = tokens("email");
        assertBad(sign(claims("\"sub\"", "\"email_verified\":false,\"sub\"")), "not verified");
        assertGood(sign(claims("\"sub\"", "\"email_verified\":true,\"sub\"")));
    }

    @Test
    void scopes() throws Exception {
        tokens =
                new SignedTokens(
                        new TokenRules(
                                provider.issuer(),
                                Set.of("pabal"),
                                Set.of("imap", "smtp"),
                                "email"),
                        Optional.of(provider.url("/keys")),
                        provider.provider(),
                        provider.clock);
        assertGood(sign(claims("\"sub\"", "\"scope\":\"openid smtp imap\",\"sub\"")));
        assertGood(sign(claims("\"sub\"", "\"scp\":[\"smtp\",\"imap\"],\"sub\"")));
        assertThat(tokens.judge(sign(claims("\"sub\"", "\"scope\":\"imap\",\"sub\""))))
                .isInstanceOfSatisfying(
                        TokenJudgement.Bad.class,
                        bad ->
                                assertThat(bad.fault())
                                        .isEqualTo(TokenJudgement.Fault.INSUFFICIENT_SCOPE));
        assertThat(tokens.hint().scope()).isEqualTo("imap smtp");
        assertThat(tokens.hint().openidConfiguration())
                .isEqualTo(provider.issuer() + "/.well-known/openid-configuration");
    }

    @Test
    void keysThatSignNothing() throws Exception {
        RSAKey encrypting =
                new RSAKey.Builder(RSA).keyUse(KeyUse.ENCRYPTION).keyID("rsa-1").build();
        RSAKey ofOneAlgorithm =
                new RSAKey.Builder(RSA).algorithm(JWSAlgorithm.PS256).keyID("rsa-1").build();
        JWK shared =
                new OctetSequenceKey.Builder("secret of thirty-two octets, hmm".getBytes())
                        .keyID("rsa-1")
                        .build();
        for (JWK key : new JWK[] {encrypting, ofOneAlgorithm, shared, rsa("rsa-1", 1_024)}) {
            provider.pages.put(
                    "/keys", "{\"keys\":[" + (key == shared ? key : key.toPublicJWK()) + "]}");
            tokens = tokens("email");
            assertBad(good(), "no such key");
        }
    }

    @Test
    void newKeysAreFetchedAtMostOnceAMinute() throws Exception {
        assertGood(good());
        RSAKey next = rsa("rsa-2", 2_048);
        String byNext =
                FakeProvider.sign(next, FakeProvider.header(JWSAlgorithm.RS256, "rsa-2"), claims());
        provider.serveKeys(next.toPublicJWK());
        assertBad(byNext, "no such key");
        assertThat(provider.asked).hasSize(1);
        provider.now = FakeProvider.NOW.plusSeconds(60);
        assertGood(byNext);
        for (int i = 0; i < 50; i++) {
            assertBad(good(), "no such key");
        }
        assertThat(provider.asked).hasSize(2);
    }

    @Test
    void aProviderThatIsDownIsNeitherGoodNorBad() throws Exception { // THREATS A13
        provider.pages.remove("/keys");
        assertThatThrownBy(() -> tokens.judge(good()))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("404");
        provider.pages.put("/keys", "no json");
        provider.now = FakeProvider.NOW.plusSeconds(60);
        assertThatThrownBy(() -> tokens.judge(good())).isInstanceOf(UnavailableException.class);
        provider.serveKeys(RSA.toPublicJWK());
        assertThatThrownBy(() -> tokens.judge(good())).isInstanceOf(UnavailableException.class);
        provider.now = FakeProvider.NOW.plusSeconds(120);
        assertGood(good());
        assertThat(provider.asked).hasSize(3);
    }

    @Test
    void knownKeysAreGoodForADayWithoutTheProvider() throws Exception {
        assertGood(good());
        provider.pages.remove("/keys");
        provider.now = FakeProvider.NOW.plus(Duration.ofHours(23));
        String later = laterBy(Duration.ofHours(23));
        assertGood(later);
        provider.now = FakeProvider.NOW.plus(Duration.ofHours(24));
        assertThatThrownBy(() -> tokens.judge(laterBy(Duration.ofHours(24))))
                .isInstanceOf(UnavailableException.class);
    }

    private String laterBy(Duration time) throws JOSEException {
        long end = FakeProvider.NOW.getEpochSecond() + 300;
        return sign(claims("" + end, "" + (end + time.toSeconds())));
    }

    @Test
    void theIssuersMetadataSayWhereTheKeysAre() throws Exception {
        tokens =
                new SignedTokens(
                        new TokenRules(provider.issuer(), Set.of("pabal"), Set.of(), "email"),
                        Optional.empty(),
                        provider.provider(),
                        provider.clock);
        String metadata =
                "{\"issuer\":\""
                        + provider.issuer()
                        + "\",\"jwks_uri\":\""
                        + provider.issuer()
                        + "/keys\"}";
        provider.pages.put(
                SignedTokens.METADATA, metadata.replace("\"issuer\":\"", "\"issuer\":\"x"));
        assertThatThrownBy(() -> tokens.judge(good())).hasMessageContaining("another issuer");
        provider.pages.put(
                SignedTokens.METADATA, metadata.replace("_uri\":\"https", "_uri\":\"http"));
        provider.now = provider.now.plusSeconds(60);
        assertThatThrownBy(() -> tokens.judge(good())).hasMessageContaining("no https URL");
        provider.pages.put(SignedTokens.METADATA, metadata);
        provider.now = provider.now.plusSeconds(60);
        assertGood(good());
    }

    @Test
    void anyTextIsJudged() throws Exception { // THREATS A04, A10
        assertBad("a".repeat(1 << 20), "too long");
        String good = good();
        for (int seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(good);
            for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, (char) random.nextInt(128));
                    case 1 -> text.deleteCharAt(at);
                    default -> text.insert(at, ".");
                }
            }
            TokenJudgement judged = tokens.judge(text.toString());
            assertThat(judged).as("seed %d", seed).isNotNull();
            String json = text.length() % 2 == 0 ? "[[[[".repeat(2_000) : "{\"a\":".repeat(1_500);
            assertBad(Base64URL.encode(json) + ".e30.AA", "");
        }
    }
}
