// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.quarantine.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.pabal.filter.QuarantinedCopy;
import org.pabal.storage.BlobId;

/// The record of a copy: the version, fixed numbers, then texts, each behind its length. Numbers are
/// big-endian.
public final class CopyFormat {
    private static final byte PURPOSE = 0x05;
    private static final byte VERSION = 1;
    private static final byte SMTPUTF8 = 1;
    private static final byte BINARY = 2;
    private static final int FIXED_OCTETS = 1 + 8 + 16 + 8 + 4 + 1 + 8;

    private CopyFormat() {}

    /// Of all copies.
    public static byte[] first() {
        return new byte[] {PURPOSE};
    }

    /// Behind all copies.
    public static byte[] end() {
        return new byte[] {PURPOSE + 1};
    }

    /// Copies of a mail lie together, and mails in the order in which they came.
    public static byte[] key(String mailId, String address) {
        byte[] text = (mailId + "\0" + address).getBytes(StandardCharsets.UTF_8);
        byte[] key = new byte[1 + text.length];
        key[0] = PURPOSE;
        System.arraycopy(text, 0, key, 1, text.length);
        return key;
    }

    public static byte[] encode(QuarantinedCopy copy) {
        byte[][] texts = {
            octets(copy.mailId()),
            octets(copy.session()),
            octets(copy.from()),
            octets(copy.address()),
            octets(copy.original()),
            octets(copy.arrival())
        };
        int size = FIXED_OCTETS;
        for (byte[] text : texts) {
            size += 4 + text.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put(VERSION);
        out.putLong(copy.at().toEpochMilli());
        out.putLong(copy.blob().high()).putLong(copy.blob().low());
        out.putLong(copy.octets());
        out.putInt(copy.prefixOctets());
        out.put((byte) ((copy.smtpUtf8() ? SMTPUTF8 : 0) | (copy.binary() ? BINARY : 0)));
        out.putDouble(copy.score());
        for (byte[] text : texts) {
            out.putInt(text.length).put(text);
        }
        return out.array();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IllegalStateException for a record of another version
    public static QuarantinedCopy decode(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record);
        byte version = in.get();
        if (version != VERSION) {
            throw new IllegalStateException(
                    "a quarantined copy of a version that is not known: " + version);
        }
        Instant at = Instant.ofEpochMilli(in.getLong());
        BlobId blob = new BlobId(in.getLong(), in.getLong());
        long octets = in.getLong();
        int prefix = in.getInt();
        byte flags = in.get();
        double score = in.getDouble();
        String mailId = text(in);
        String session = text(in);
        String from = text(in);
        String address = text(in);
        String original = text(in);
        return new QuarantinedCopy(
                mailId,
                session,
                from,
                address,
                original,
                at,
                blob,
                octets,
                prefix,
                (flags & SMTPUTF8) != 0,
                (flags & BINARY) != 0,
                text(in),
                score);
    }

    private static String text(ByteBuffer in) {
        byte[] octets = new byte[in.getInt()];
        in.get(octets);
        return new String(octets, StandardCharsets.UTF_8);
    }
}
