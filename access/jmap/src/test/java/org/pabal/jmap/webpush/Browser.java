// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A browser's end of Web Push: its keys, and how it reads what comes. RFC 8291 §3.
public final class Browser {
    private final KeyPair pair = P256.generate();
    private final byte[] auth = "sixteen octets!!".getBytes(StandardCharsets.US_ASCII);

    /// As the property `keys`.
    public String keysJson() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        return "{\"p256dh\":\""
                + base64.encodeToString(point())
                + "\",\"auth\":\""
                + base64.encodeToString(auth)
                + "\"}";
    }

    private byte[] point() {
        return P256.octets((ECPublicKey) pair.getPublic());
    }

    public String read(byte[] body) throws Exception {
        byte[] salt = Arrays.copyOf(body, 16);
        byte[] senders = Arrays.copyOfRange(body, 21, 21 + body[20]);
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(pair.getPrivate());
        agreement.doPhase(P256.publicKey(senders), true);
        byte[] input =
                hmac(
                        hmac(auth, agreement.generateSecret()),
                        join("WebPush: info\0", point(), senders, new byte[] {1}));
        byte[] secret = hmac(salt, input);
        byte[] key = hmac(secret, join("Content-Encoding: aes128gcm\0", new byte[] {1}));
        byte[] nonce = hmac(secret, join("Content-Encoding: nonce\0", new byte[] {1}));
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE,
                new SecretKeySpec(Arrays.copyOf(key, 16), "AES"),
                new GCMParameterSpec(128, Arrays.copyOf(nonce, 12)));
        byte[] padded = cipher.doFinal(body, 21 + body[20], body.length - 21 - body[20]);
        return new String(padded, 0, padded.length - 1, StandardCharsets.UTF_8);
    }

    private static byte[] join(String label, byte[]... parts) {
        var all = new java.io.ByteArrayOutputStream();
        all.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] hmac(byte[] key, byte[] text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text);
    }
}
