// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.tls.format.v1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Numbers and texts one behind the other, after a version octet.
final class Octets {
    private static final int VERSION = 1;
    private static final int HASH_OCTETS = 16;

    private Octets() {}

    interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    interface Reading<T> {
        T from(DataInputStream in) throws IOException;
    }

    static byte[] encode(Writing writing) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            writing.to(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    static <T> T decode(byte[] value, Reading<T> reading) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(value))) {
            if (in.readByte() != VERSION) {
                throw new IllegalArgumentException("a record about TLS has another version");
            }
            return reading.from(in);
        } catch (IOException cut) {
            throw new IllegalArgumentException("a record about TLS is cut off", cut);
        }
    }

    static void text(DataOutputStream out, String text) throws IOException {
        octets(out, text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(DataInputStream in) throws IOException {
        return new String(octets(in), StandardCharsets.UTF_8);
    }

    static void octets(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    static byte[] octets(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IllegalArgumentException("a record about TLS is cut off");
        }
        return in.readNBytes(length);
    }

    static void texts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            text(out, text);
        }
    }

    static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    /// The first 16 octets of the SHA-256.
    static byte[] hash(byte[] octets) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(octets), HASH_OCTETS);
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
