// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.mailauth.MessageHeader;
import org.pabal.mailauth.RawField;

/// Signs in any way that a test wants, right or wrong.
final class TestSigner {
    private final KeyPair pair;
    private final Map<String, String> tags = new LinkedHashMap<>();

    private TestSigner(KeyPair pair, String algorithm) {
        this.pair = pair;
        tag("v", "1").tag("a", algorithm).tag("d", "example.org").tag("s", "s1");
        tag("c", "relaxed/relaxed").tag("h", "from:to:subject");
    }

    static TestSigner rsa(int bits) {
        return new TestSigner(generate("RSA", bits), "rsa-sha256");
    }

    /// With the same key, and tags as they are at first.
    static TestSigner like(TestSigner other) {
        return new TestSigner(other.pair, "rsa-sha256");
    }

    static TestSigner ed25519() {
        return new TestSigner(generate("Ed25519", 255), "ed25519-sha256");
    }

    /// @param pkcs8 of an RSA key
    static TestSigner rsa(byte[] pkcs8) {
        try {
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey key =
                    (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            PublicKey half =
                    factory.generatePublic(
                            new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
            return new TestSigner(new KeyPair(half, key), "rsa-sha256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair generate(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Sets or, when the value is empty, removes a tag.
    TestSigner tag(String name, String value) {
        if (value.isEmpty()) {
            tags.remove(name);
        } else {
            tags.put(name, value);
        }
        return this;
    }

    /// `p=` of its key.
    String publicKey() {
        byte[] info = pair.getPublic().getEncoded();
        boolean rsa = pair.getPublic().getAlgorithm().equals("RSA");
        return Base64.getEncoder()
                .encodeToString(rsa ? info : Arrays.copyOfRange(info, 12, info.length));
    }

    String record() {
        boolean rsa = pair.getPublic().getAlgorithm().equals("RSA");
        return "v=DKIM1; k=" + (rsa ? "rsa" : "ed25519") + "; p=" + publicKey();
    }

    /// The message with a signature above it.
    ///
    /// @param message with CRLF
    String sign(String message) {
        int cut = message.indexOf("\r\n\r\n") + 4;
        MessageHeader header = MessageHeader.parse(octets(message.substring(0, cut)));
        byte[] body = octets(message.substring(cut));
        String[] forms = (tags.getOrDefault("c", "simple") + "/simple").split("/");
        Canonicalization headerForm =
                Canonicalization.of(forms[0]).orElse(Canonicalization.RELAXED);
        Canonicalization bodyForm = Canonicalization.of(forms[1]).orElse(Canonicalization.RELAXED);
        HashAlgorithm hash =
                tags.getOrDefault("a", "").endsWith("sha1")
                        ? HashAlgorithm.SHA_1
                        : HashAlgorithm.SHA_256;
        BodyHashes hashes = new BodyHashes();
        long length =
                tags.getOrDefault("l", "").matches("\\d{1,9}")
                        ? Long.parseLong(tags.getOrDefault("l", ""))
                        : Long.MAX_VALUE;
        BodyHash bodyHash = hashes.want(bodyForm, hash, length);
        hashes.write(body, 0, body.length);
        hashes.end();
        StringBuilder field = new StringBuilder("DKIM-Signature:");
        tags.forEach((name, value) ->
                field.append(' ').append(name).append('=').append(value).append(';'));
        field.append("\r\n bh=").append(base64(bodyHash.octets())).append("; b=");
        RawField unsigned = MessageHeader.parse(octets(field + "\r\n")).fields().getFirst();
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<String> names = List.of(tags.getOrDefault("h", "").replaceAll("\\s", "").split(":"));
        data.writeBytes(new SignedFields(header).chosen(names, headerForm, null));
        data.writeBytes(SignedFields.unsigned(unsigned, headerForm));
        return field + base64(signature(data.toByteArray(), hash)) + "\r\n" + message;
    }

    private byte[] signature(byte[] data, HashAlgorithm hash) {
        boolean rsa = pair.getPrivate().getAlgorithm().equals("RSA");
        try {
            Signature signature =
                    Signature.getInstance(
                            rsa
                                    ? hash == HashAlgorithm.SHA_1 ? "SHA1withRSA" : "SHA256withRSA"
                                    : "Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(rsa ? data : HashAlgorithm.SHA_256.digest().digest(data));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
