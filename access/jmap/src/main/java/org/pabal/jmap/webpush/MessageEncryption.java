// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts a push message for a browser, in one record of `aes128gcm`. RFC 8291 §4, RFC 8188 §2.
final class MessageEncryption {
    /// RFC 8291 §4: services take 4,096 octets, of which the frame takes 103.
    static final int MAX_OCTETS = 3_993;

    private static final int RECORD_OCTETS = 4_096;
    private static final int SALT_OCTETS = 16;
    private static final int KEY_OCTETS = 16;
    private static final int NONCE_OCTETS = 12;
    private static final int TAG_BITS = 128;

    /// RFC 8188 §2: of the last record.
    private static final byte LAST = 2;

    private MessageEncryption() {}

    static byte[] encrypt(byte[] message, PushTarget.Keys keys, RandomGenerator random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        KeyPair own = P256.generate();
        return encrypt(
                message,
                keys,
                salt,
                (ECPrivateKey) own.getPrivate(),
                P256.octets((ECPublicKey) own.getPublic()));
    }

    /// @param own keys for this one message
    static byte[] encrypt(
            byte[] message, PushTarget.Keys keys, byte[] salt, ECPrivateKey own, byte[] ownPoint) {
        if (message.length > MAX_OCTETS) {
            throw new IllegalArgumentException(
                    "a push message has at most " + MAX_OCTETS + " octets");
        }
        try {
            KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
            agreement.init(own);
            agreement.doPhase(P256.publicKey(keys.p256dh()), true);
            byte[] combined = hmac(keys.auth(), agreement.generateSecret());
            byte[] input =
                    hmac(combined, text("WebPush: info"), keys.p256dh(), ownPoint, new byte[] {1});
            byte[] secret = hmac(salt, input);
            byte[] key = first(KEY_OCTETS, secret, "Content-Encoding: aes128gcm");
            byte[] nonce = first(NONCE_OCTETS, secret, "Content-Encoding: nonce");
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "AES"),
                    new GCMParameterSpec(TAG_BITS, nonce));
            byte[] padded = Arrays.copyOf(message, message.length + 1);
            padded[message.length] = LAST;
            return frame(salt, ownPoint, cipher.doFinal(padded));
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("a push message could not be encrypted", refused);
        }
    }

    /// RFC 8188 §2.1, with our public key as the key's id.
    private static byte[] frame(byte[] salt, byte[] ownPoint, byte[] sealed) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(salt);
        body.writeBytes(ByteBuffer.allocate(4).putInt(RECORD_OCTETS).array());
        body.write(ownPoint.length);
        body.writeBytes(ownPoint);
        body.writeBytes(sealed);
        return body.toByteArray();
    }

    private static byte[] first(int octets, byte[] secret, String purpose)
            throws GeneralSecurityException {
        return Arrays.copyOf(hmac(secret, text(purpose), new byte[] {1}), octets);
    }

    private static byte[] text(String label) {
        return (label + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }
}
