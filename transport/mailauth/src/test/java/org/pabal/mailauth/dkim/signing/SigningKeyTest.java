// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.dkim.signing.PublicKeyRecord.Sight;
import org.pabal.mailauth.dkim.signing.SigningKey.UnusableKeyException;

class SigningKeyTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] DATA = "from:a@example.org\r\n".getBytes(StandardCharsets.US_ASCII);

    private static SigningKey key(SigningAlgorithm algorithm) {
        return SigningKey.generate("example.org", "s1", algorithm, RANDOM);
    }

    /// The pair of RFC 8032 §7.1, test 1, which RFC 8463 appendix A signs with.
    private static final String ED25519_SECRET = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";

    private static final String ED25519_PUBLIC = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

    @Test
    void aBareEd25519KeyHasThePublicHalfOfTheRfc() throws Exception {
        SigningKey key = PrivateKeyFile.read(ED25519_SECRET, "football.example.com", "brisbane");
        assertThat(PublicKeyRecord.of(key).text())
                .isEqualTo("v=DKIM1; k=ed25519; p=" + ED25519_PUBLIC);
    }

    @Test
    void ed25519SignsTheHashOfTheFields() throws Exception {
        SigningKey key = key(SigningAlgorithm.ED25519_SHA256);
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] bare = Base64.getDecoder().decode(PublicKeyRecord.of(key).publicKey());
        byte[] info = Arrays.copyOf(head, head.length + bare.length);
        System.arraycopy(bare, 0, info, head.length, bare.length);
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(
                KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info)));
        verifier.update(MessageDigest.getInstance("SHA-256").digest(DATA));
        assertThat(verifier.verify(key.sign(DATA))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void whatIsStoredIsTheSameKey(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = key(algorithm);
        SigningKey again = SigningKey.of("example.org", "s1", algorithm, key.pkcs8());
        assertThat(PublicKeyRecord.of(again)).isEqualTo(PublicKeyRecord.of(key));
        assertThat(key.toString()).doesNotContain(Base64.getEncoder().encodeToString(key.pkcs8()));
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void pkcs8InPemIsRead(SigningAlgorithm algorithm) throws Exception {
        SigningKey key = key(algorithm);
        SigningKey read =
                PrivateKeyFile.read(
                        "some words\n" + pem("PRIVATE KEY", key.pkcs8()) + "v=DKIM1; …",
                        "example.org",
                        "s1");
        assertThat(PublicKeyRecord.of(read)).isEqualTo(PublicKeyRecord.of(key));
    }

    @ParameterizedTest
    @ValueSource(ints = {1024, 2048, 4096})
    void pkcs1InPemIsRead(int bits) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
        byte[] pkcs1 = Arrays.copyOfRange(pkcs8, 26, pkcs8.length);
        assertThat(
                        PublicKeyRecord.of(
                                PrivateKeyFile.read(
                                        pem("RSA PRIVATE KEY", pkcs1), "example.org", "mail")))
                .isEqualTo(
                        PublicKeyRecord.of(
                                SigningKey.of(
                                        "example.org",
                                        "mail",
                                        SigningAlgorithm.RSA_SHA256,
                                        pkcs8)));
    }

    /// THREATS D04.
    @Test
    void aKeyOf512BitsIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(512);
        String text = pem("PRIVATE KEY", generator.generateKeyPair().getPrivate().getEncoded());
        assertThatThrownBy(() -> PrivateKeyFile.read(text, "example.org", "s"))
                .isInstanceOf(UnusableKeyException.class)
                .hasMessageContaining("512 bits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
                "-----BEGIN PRIVATE KEY-----\n!!!!\n-----END PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
                "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAA==\n"
                        + "-----END RSA PRIVATE KEY-----",
                "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----"
            })
    void whatIsNoKeyIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> PrivateKeyFile.read(text, "example.org", "s"))
                .isInstanceOf(UnusableKeyException.class);
    }

    @Test
    void anEncryptedKeyIsNamedWithTheWayOut() {
        String text =
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----";
        assertThatThrownBy(() -> PrivateKeyFile.read(text, "example.org", "s"))
                .hasMessageContaining("openssl pkey");
    }

    @ParameterizedTest
    @EnumSource(SigningAlgorithm.class)
    void theZoneLineHasStringsThatFit(SigningAlgorithm algorithm) {
        PublicKeyRecord record = PublicKeyRecord.of(key(algorithm));
        assertThat(record.strings()).allMatch(string -> string.length() <= 255);
        assertThat(String.join("", record.strings())).isEqualTo(record.text());
        assertThat(record.zoneLine(3600))
                .startsWith("s1._domainkey.example.org. 3600 IN TXT ( \"v=DKIM1; k=")
                .endsWith("\" )");
    }

    @Test
    void theRecordIsRecognisedHoweverItIsWritten() {
        PublicKeyRecord record = PublicKeyRecord.of(key(SigningAlgorithm.RSA_SHA256));
        String p = record.publicKey();
        for (String text :
                List.of(
                        record.text(),
                        "p=" + p,
                        "v=DKIM1;h=sha256;s=email;t=s;p="
                                + p.substring(0, 60)
                                + " "
                                + p.substring(60)
                                + ";",
                        "v=DKIM1; k=rsa; t=y; n=key; h=sha1 : sha256; s=*; p=" + p)) {
            assertThat(record.judge(new Answer.Found<>(List.of(text))))
                    .as(text)
                    .isEqualTo(new Sight.Right());
        }
    }

    @Test
    void whatIsNotRightIsNamed() {
        PublicKeyRecord record = PublicKeyRecord.of(key(SigningAlgorithm.ED25519_SHA256));
        String p = record.publicKey();
        for (String text :
                List.of(
                        "v=DKIM1; p=" + p,
                        "v=DKIM1; k=rsa; p=" + p,
                        "v=DKIM2; k=ed25519; p=" + p,
                        "k=ed25519; v=DKIM1; p=" + p,
                        "v=DKIM1; k=ed25519; h=sha1; p=" + p,
                        "v=DKIM1; k=ed25519; s=tlsrpt; p=" + p,
                        "v=DKIM1; k=ed25519; p=" + p + "; p=" + p,
                        "v=DKIM1; k=ed25519; p=" + p.substring(0, 40),
                        "v=DKIM1; k=ed25519",
                        "hello",
                        "")) {
            assertThat(record.judge(new Answer.Found<>(List.of(text))))
                    .as(text)
                    .isInstanceOf(Sight.Wrong.class);
        }
        assertThat(record.judge(new Answer.Found<>(List.of(record.text(), "v=spf1 -all"))))
                .isInstanceOf(Sight.Wrong.class);
        assertThat(record.judge(new Answer.Found<>(List.of("v=DKIM1; p="))))
                .isEqualTo(new Sight.Absent());
        assertThat(record.judge(new Answer.NoSuchName<>())).isEqualTo(new Sight.Absent());
        assertThat(record.judge(new Answer.Failed<>("SERVFAIL")))
                .isEqualTo(new Sight.Unknown("SERVFAIL"));
    }

    private static String pem(String type, byte[] octets) {
        return "-----BEGIN "
                + type
                + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets)
                + "\n-----END "
                + type
                + "-----\n";
    }
}
