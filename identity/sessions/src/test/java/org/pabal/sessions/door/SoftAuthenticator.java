// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/// An authenticator with one passkey, and the browser in front of it: answers the options that a server
/// sends, with ES256 and attestation `none`. A test may have it lie in every point.
final class SoftAuthenticator {
    private static final int UP = 0x01;
    private static final int UV = 0x04;
    private static final int AT = 0x40;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    String origin = "https://mail.example.org";
    String rpId = "mail.example.org";
    boolean verifies = true;
    boolean touches = true;
    int counter;

    private final KeyPair keys;
    private final byte[] id;
    private byte[] handle = new byte[0];

    SoftAuthenticator() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
            id = sha256(keys.getPublic().getEncoded());
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    String id() {
        return TEXT.encodeToString(id);
    }

    void forgetHandle() {
        handle = new byte[0];
    }

    void nameAnother(byte[] other) {
        handle = other.clone();
    }

    /// `navigator.credentials.create`: `RegistrationResponseJSON`.
    ObjectNode create(JsonNode options) {
        handle = Base64.getUrlDecoder().decode(options.path("user").path("id").asString());
        byte[] client = clientData("webauthn.create", options.path("challenge").asString());
        Map<String, Object> attestation = new LinkedHashMap<>();
        attestation.put("fmt", "none");
        attestation.put("attStmt", Map.of());
        attestation.put("authData", authenticatorData(true));
        ObjectNode answer = object();
        ObjectNode response = answer.putObject("response");
        response.put("clientDataJSON", TEXT.encodeToString(client));
        response.put(
                "attestationObject",
                TEXT.encodeToString(new CBORMapper().writeValueAsBytes(attestation)));
        response.putArray("transports").add("internal").add("hybrid");
        return answer;
    }

    /// `navigator.credentials.get`: `AuthenticationResponseJSON`.
    ObjectNode get(JsonNode options) {
        counter++;
        byte[] client = clientData("webauthn.get", options.path("challenge").asString());
        byte[] data = authenticatorData(false);
        ObjectNode answer = object();
        ObjectNode response = answer.putObject("response");
        response.put("clientDataJSON", TEXT.encodeToString(client));
        response.put("authenticatorData", TEXT.encodeToString(data));
        response.put("signature", TEXT.encodeToString(sign(data, sha256(client))));
        if (handle.length > 0) {
            response.put("userHandle", TEXT.encodeToString(handle));
        }
        return answer;
    }

    private ObjectNode object() {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("id", id()).put("rawId", id()).put("type", "public-key");
        answer.putObject("clientExtensionResults");
        return answer;
    }

    private byte[] clientData(String type, String challenge) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("type", type).put("challenge", challenge).put("origin", origin);
        return data.put("crossOrigin", false).toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Web Authentication §6.1.
    private byte[] authenticatorData(boolean isNew) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        data.writeBytes(sha256(rpId.getBytes(StandardCharsets.UTF_8)));
        data.write((touches ? UP : 0) | (verifies ? UV : 0) | (isNew ? AT : 0));
        data.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(counter).array());
        if (isNew) {
            data.writeBytes(new byte[16]);
            data.writeBytes(ByteBuffer.allocate(Short.BYTES).putShort((short) id.length).array());
            data.writeBytes(id);
            data.writeBytes(publicKey());
        }
        return data.toByteArray();
    }

    /// A key of COSE: a map of kind, algorithm, curve, x and y.
    private byte[] publicKey() {
        ECPublicKey key = (ECPublicKey) keys.getPublic();
        ByteArrayOutputStream cose = new ByteArrayOutputStream();
        cose.writeBytes(new byte[] {(byte) 0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32});
        cose.writeBytes(octets(key.getW().getAffineX().toByteArray()));
        cose.writeBytes(new byte[] {0x22, 0x58, 32});
        cose.writeBytes(octets(key.getW().getAffineY().toByteArray()));
        return cose.toByteArray();
    }

    private static byte[] octets(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(32, number.length);
        byte[] last = Arrays.copyOfRange(number, number.length - length, number.length);
        System.arraycopy(last, 0, fixed, 32 - length, length);
        return fixed;
    }

    private byte[] sign(byte[] data, byte[] clientHash) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(data);
            signature.update(clientHash);
            return signature.sign();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
