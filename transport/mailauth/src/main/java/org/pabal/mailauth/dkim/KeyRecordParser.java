// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.pabal.mailauth.TagList;

/// Reads the tags of a key record.
final class KeyRecordParser {
    /// Four times what a key of 4,096 bits takes.
    private static final int MAX_CHARACTERS = 4_096;

    /// RFC 8017 has no upper bound; a long exponent makes verifying as dear as signing.
    private static final int MAX_EXPONENT_BITS = 64;

    /// SubjectPublicKeyInfo up to the raw key, RFC 8410 §4.
    private static final byte[] ED25519_PREFIX = {
        0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00
    };

    private static final int ED25519_OCTETS = 32;

    /// AlgorithmIdentifier of rsaEncryption, RFC 3279 §2.3.1.
    private static final byte[] RSA_ALGORITHM = {
        0x30,
        0x0D,
        0x06,
        0x09,
        0x2A,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xF7,
        0x0D,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private KeyRecordParser() {}

    static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message) {
            super(message, null, false, false);
        }
    }

    static DkimKey parse(String record) throws UnusableException {
        if (record.length() > MAX_CHARACTERS) {
            throw new UnusableException("key record of " + record.length() + " characters");
        }
        TagList tags = tags(record);
        String version = tags.get("v").orElse("DKIM1");
        if (!version.equals("DKIM1")) {
            throw new UnusableException("key record of another version");
        }
        List<String> services = list(tags, "s");
        if (!services.isEmpty() && !services.contains("*") && !services.contains("email")) {
            throw new UnusableException("key is not for email (s=)");
        }
        List<String> flags = list(tags, "t");
        String type = tags.get("k").orElse("rsa");
        PublicKey key = key(type, octets(tags));
        return new DkimKey(
                key, type, bits(key), list(tags, "h"), flags.contains("y"), flags.contains("s"));
    }

    private static TagList tags(String record) throws UnusableException {
        try {
            return TagList.parse(record);
        } catch (TagList.MalformedException e) {
            throw new UnusableException("syntax of the key record: " + e.getMessage());
        }
    }

    private static List<String> list(TagList tags, String name) {
        return tags.unfolded(name)
                .filter(value -> !value.isEmpty())
                .map(value -> List.of(value.split(":", -1)))
                .orElse(List.of());
    }

    private static byte[] octets(TagList tags) throws UnusableException {
        String base64 =
                tags.unfolded("p")
                        .orElseThrow(() -> new UnusableException("key record without p="));
        if (base64.isEmpty()) {
            throw new UnusableException("key revoked");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new UnusableException("key is not base64 (p=)");
        }
    }

    private static PublicKey key(String type, byte[] octets) throws UnusableException {
        return switch (type) {
            case "rsa" -> rsa(octets);
            case "ed25519" -> ed25519(octets);
            default -> throw new UnusableException("unknown type of key (k=)");
        };
    }

    /// RFC 6376 speaks of RSAPublicKey, and everybody publishes SubjectPublicKeyInfo: both are read.
    private static PublicKey rsa(byte[] octets) throws UnusableException {
        try {
            return rsaKey(octets);
        } catch (GeneralSecurityException e) {
            try {
                return rsaKey(asPublicKeyInfo(octets));
            } catch (GeneralSecurityException again) {
                throw new UnusableException("not an RSA key (p=)");
            }
        }
    }

    private static PublicKey rsaKey(byte[] info)
            throws GeneralSecurityException, UnusableException {
        PublicKey key = KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(info));
        BigInteger exponent = ((RSAPublicKey) key).getPublicExponent();
        if (exponent.bitLength() > MAX_EXPONENT_BITS) {
            throw new UnusableException("RSA key with an exponent of many bits");
        }
        return key;
    }

    private static byte[] asPublicKeyInfo(byte[] rsaPublicKey) {
        byte[] zero = {0};
        byte[] bits = der(0x03, zero, rsaPublicKey);
        return der(0x30, RSA_ALGORITHM, bits);
    }

    private static byte[] der(int tag, byte[] first, byte[] second) {
        int length = first.length + second.length;
        byte[] der = new byte[4 + length];
        der[0] = (byte) tag;
        der[1] = (byte) 0x82;
        der[2] = (byte) (length >> 8);
        der[3] = (byte) length;
        System.arraycopy(first, 0, der, 4, first.length);
        System.arraycopy(second, 0, der, 4 + first.length, second.length);
        if (length >= 256) {
            return der;
        }
        // DER wants the shortest form of a length.
        int skipped = length < 128 ? 2 : 1;
        byte[] shorter = Arrays.copyOfRange(der, skipped, der.length);
        shorter[0] = (byte) tag;
        if (length >= 128) {
            shorter[1] = (byte) 0x81;
        }
        return shorter;
    }

    private static PublicKey ed25519(byte[] octets) throws UnusableException {
        if (octets.length != ED25519_OCTETS) {
            throw new UnusableException("Ed25519 key of " + octets.length + " octets");
        }
        byte[] info = Arrays.copyOf(ED25519_PREFIX, ED25519_PREFIX.length + ED25519_OCTETS);
        System.arraycopy(octets, 0, info, ED25519_PREFIX.length, ED25519_OCTETS);
        try {
            return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(info));
        } catch (GeneralSecurityException e) {
            throw new UnusableException("not an Ed25519 key (p=)");
        }
    }

    private static int bits(PublicKey key) {
        return key instanceof RSAPublicKey rsa ? rsa.getModulus().bitLength() : 8 * ED25519_OCTETS;
    }
}
