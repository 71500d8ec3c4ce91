// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.ledger.format.v1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What one commit says of one mail, as it lies in the store: a version octet, session and
/// reverse-path, then the items up to the end. Texts have their length in front, in seven bits an
/// octet, the lowest first. See `docs/formats/ledger-v1.md`.
public record LedgerOctets(String session, String reversePath, List<Item> items) {
    private static final int VERSION = 1;

    /// @param outcome number of the outcome, never given to another
    /// @param millis after the time in the key; may be negative
    public record Item(
            int outcome,
            long millis,
            String recipient,
            String detail,
            String queueId,
            List<NumberedText> facts) {}

    /// @param number of the fact, 1 to 127, never given to another
    public record NumberedText(int number, String text) {}

    public byte[] encode() {
        Writer out = new Writer();
        out.octet(VERSION);
        out.text(session);
        out.text(reversePath);
        for (Item item : items) {
            out.octet(item.outcome);
            out.number(item.millis << 1 ^ item.millis >> 63);
            out.text(item.recipient);
            out.text(item.detail);
            out.text(item.queueId);
            out.octet(item.facts.size());
            for (NumberedText fact : item.facts) {
                out.octet(fact.number);
                out.text(fact.text);
            }
        }
        return out.octets();
    }

    /// @throws IllegalArgumentException for octets of another version or cut off
    public static LedgerOctets decode(byte[] value) {
        Reader in = new Reader(value);
        int version = in.octet();
        if (version != VERSION) {
            throw new IllegalArgumentException("ledger record of version " + version);
        }
        String session = in.text();
        String reversePath = in.text();
        List<Item> items = new ArrayList<>(4);
        while (in.at < value.length) {
            int outcome = in.octet();
            long coded = in.number();
            String recipient = in.text();
            String detail = in.text();
            String queueId = in.text();
            int count = in.octet();
            List<NumberedText> facts = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                facts.add(new NumberedText(in.octet(), in.text()));
            }
            items.add(
                    new Item(
                            outcome,
                            coded >>> 1 ^ -(coded & 1),
                            recipient,
                            detail,
                            queueId,
                            facts));
        }
        return new LedgerOctets(session, reversePath, items);
    }

    private static final class Writer {
        private byte[] octets = new byte[320];
        private int length;

        void octet(int value) {
            room(1);
            octets[length++] = (byte) value;
        }

        void number(long value) {
            room(10);
            long rest = value;
            while (rest >>> 7 != 0) {
                octets[length++] = (byte) (rest | 0x80);
                rest >>>= 7;
            }
            octets[length++] = (byte) rest;
        }

        void text(String text) {
            byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
            number(encoded.length);
            room(encoded.length);
            System.arraycopy(encoded, 0, octets, length, encoded.length);
            length += encoded.length;
        }

        private void room(int more) {
            if (length + more > octets.length) {
                octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
            }
        }

        byte[] octets() {
            return Arrays.copyOf(octets, length);
        }
    }

    private static final class Reader {
        private final byte[] octets;
        private int at;

        Reader(byte[] octets) {
            this.octets = octets;
        }

        int octet() {
            if (at >= octets.length) {
                throw new IllegalArgumentException("ledger record is cut off");
            }
            return octets[at++] & 0xFF;
        }

        long number() {
            long value = 0;
            for (int shift = 0; shift < 64; shift += 7) {
                int octet = octet();
                value |= (octet & 0x7FL) << shift;
                if (octet < 0x80) {
                    return value;
                }
            }
            throw new IllegalArgumentException("a number of a ledger record does not end");
        }

        String text() {
            long length = number();
            if (length < 0 || length > octets.length - at) {
                throw new IllegalArgumentException("ledger record is cut off");
            }
            String text = new String(octets, at, (int) length, StandardCharsets.UTF_8);
            at += (int) length;
            return text;
        }
    }
}
