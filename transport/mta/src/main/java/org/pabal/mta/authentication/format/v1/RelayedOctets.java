// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication.format.v1;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What a network has passed on to a recipient, in the space of counters.
///
/// @param recipient an address in lookup form
/// @param network 4 octets and a prefix of 24, or 8 and one of 64: the leading octets of its address
/// @param domain under which its hosts are named
public record RelayedOctets(String recipient, byte[] network, String domain, List<Mail> mails) {
    private static final byte VERSION = 1;
    private static final byte KIND = 'f';
    private static final int MAIL_OCTETS = Integer.BYTES + 2 * Long.BYTES;

    public RelayedOctets {
        network = network.clone();
        mails = List.copyOf(mails);
    }

    /// One signed mail.
    ///
    /// @param day since 1970
    /// @param author a hash of its author's domain
    /// @param signature a hash of its signature
    public record Mail(int day, long author, long signature) {}

    @Override
    public byte[] network() {
        return network.clone();
    }

    /// Where those of all recipients begin.
    public static byte[] first() {
        return new byte[] {KIND};
    }

    /// Where those of a recipient begin: the kind, the recipient, a zero.
    public static byte[] first(String recipient) {
        byte[] name = recipient.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 2).put(KIND).put(name).put((byte) 0).array();
    }

    public byte[] key() {
        byte[] first = first(recipient);
        return ByteBuffer.allocate(first.length + network.length).put(first).put(network).array();
    }

    public byte[] value() {
        byte[] name = domain.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(2 + name.length + 1 + mails.size() * MAIL_OCTETS);
        out.put(VERSION).put((byte) name.length).put(name).put((byte) mails.size());
        mails.forEach(mail -> out.putInt(mail.day).putLong(mail.author).putLong(mail.signature));
        return out.array();
    }

    /// @throws IllegalArgumentException for octets of another version or form
    public static RelayedOctets decode(byte[] key, byte[] value) {
        int zero = 1;
        while (zero < key.length && key[zero] != 0) {
            zero++;
        }
        int networkOctets = key.length - zero - 1;
        ByteBuffer in = ByteBuffer.wrap(value);
        boolean good =
                (networkOctets == 3 || networkOctets == 8)
                        && value.length >= 3
                        && in.get() == VERSION
                        && value.length >= 3 + (value[1] & 0xFF);
        if (!good) {
            throw malformed();
        }
        byte[] name = new byte[in.get() & 0xFF];
        in.get(name);
        int count = in.get() & 0xFF;
        if (in.remaining() != count * MAIL_OCTETS) {
            throw malformed();
        }
        List<Mail> mails = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            mails.add(new Mail(in.getInt(), in.getLong(), in.getLong()));
        }
        byte[] network = java.util.Arrays.copyOfRange(key, zero + 1, key.length);
        return new RelayedOctets(
                new String(key, 1, zero - 1, StandardCharsets.UTF_8),
                network,
                new String(name, StandardCharsets.UTF_8),
                mails);
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "what a forwarder has passed on has another version or is cut off");
    }
}
