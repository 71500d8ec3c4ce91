// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim.signing;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mailauth.dkim.signing.SigningKey.UnusableKeyException;

/// A private key in the forms in which other programs leave it: PEM with PKCS#8 (`openssl`,
/// `opendkim-genkey` of today, rspamd) or PKCS#1 (`opendkim-genkey` of old), and the base64 of a bare
/// Ed25519 key (`rspamadm dkim_keygen -t ed25519`).
///
/// RFC 7468 §10 (PEM), RFC 8017 appendix A.1.2 (PKCS#1), RFC 5208 §5 (PKCS#8), RFC 8410 §7
/// (Ed25519).
public final class PrivateKeyFile {
    private static final int MAX_CHARS = 32 * 1024;

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ((?:[A-Z0-9]+ )*PRIVATE KEY)-----([^-]*)-----END \\1-----");

    /// `SEQUENCE { INTEGER 0, SEQUENCE { OID rsaEncryption, NULL }, OCTET STRING …`
    private static final byte[] RSA_HEAD = {
        0x02,
        0x01,
        0x00,
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

    /// A whole PrivateKeyInfo of Ed25519 but for its last 32 octets.
    private static final byte[] ED25519_HEAD = {
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20
    };

    private static final int ED25519_OCTETS = 32;

    private PrivateKeyFile() {}

    /// @throws UnusableKeyException with a reason that says what to do
    public static SigningKey read(String text, String domain, String selector)
            throws UnusableKeyException {
        if (text.length() > MAX_CHARS) {
            throw new UnusableKeyException("the file is too large for a private key");
        }
        Matcher pem = PEM.matcher(text);
        if (!pem.find()) {
            return bare(text, domain, selector);
        }
        byte[] octets = base64(pem.group(2));
        return switch (pem.group(1)) {
            case "RSA PRIVATE KEY" ->
                    SigningKey.of(domain, selector, SigningAlgorithm.RSA_SHA256, wrapped(octets));
            case "PRIVATE KEY" -> pkcs8(domain, selector, octets);
            default ->
                    throw new UnusableKeyException(
                            "a "
                                    + pem.group(1)
                                    + " is not read here; turn it into an open one first, for"
                                    + " example with: openssl pkey -in FILE -out NEWFILE");
        };
    }

    private static SigningKey pkcs8(String domain, String selector, byte[] octets)
            throws UnusableKeyException {
        return isEd25519(octets)
                ? SigningKey.of(domain, selector, SigningAlgorithm.ED25519_SHA256, octets)
                : SigningKey.of(domain, selector, SigningAlgorithm.RSA_SHA256, octets);
    }

    private static boolean isEd25519(byte[] pkcs8) {
        byte[] identifier = Arrays.copyOfRange(ED25519_HEAD, 5, 12);
        for (int at = 4; at <= 8 && at + identifier.length <= pkcs8.length; at++) {
            if (Arrays.equals(
                    pkcs8, at, at + identifier.length, identifier, 0, identifier.length)) {
                return true;
            }
        }
        return false;
    }

    /// 32 octets, or 64 with the public half behind, as libsodium keeps them.
    private static SigningKey bare(String text, String domain, String selector)
            throws UnusableKeyException {
        byte[] octets = base64(text);
        if (octets.length != ED25519_OCTETS && octets.length != 2 * ED25519_OCTETS) {
            throw new UnusableKeyException(
                    "the file has no PEM block with a private key (-----BEGIN PRIVATE KEY-----)");
        }
        byte[] info = Arrays.copyOf(ED25519_HEAD, ED25519_HEAD.length + ED25519_OCTETS);
        System.arraycopy(octets, 0, info, ED25519_HEAD.length, ED25519_OCTETS);
        return SigningKey.of(domain, selector, SigningAlgorithm.ED25519_SHA256, info);
    }

    private static byte[] base64(String text) throws UnusableKeyException {
        try {
            return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException broken) {
            throw new UnusableKeyException(
                    "the file is neither PEM nor base64; give the private key, not the record",
                    broken);
        }
    }

    /// PKCS#1 within PKCS#8.
    private static byte[] wrapped(byte[] pkcs1) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        inner.writeBytes(RSA_HEAD);
        inner.write(0x04);
        writeLength(inner, pkcs1.length);
        inner.writeBytes(pkcs1);
        ByteArrayOutputStream outer = new ByteArrayOutputStream();
        outer.write(0x30);
        writeLength(outer, inner.size());
        outer.writeBytes(inner.toByteArray());
        return outer.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >>> 8);
            out.write(length);
        }
    }
}
