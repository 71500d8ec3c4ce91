// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

/// Looks at the elements of a BER value without decoding them: each is of a definite length and ends
/// within the one around it, they are not nested deeply, and there are not too many. After this a
/// recursive decoder cannot be led astray (THREATS L04). RFC 4511 §5.1.
final class BerStructure {
    /// A filter may be 16 deep, has up to four levels around it and two within; one that is deeper
    /// than this is not even read so that it could be refused politely.
    static final int MAX_DEPTH = 64;

    /// Of a message of 1 MiB: a filter of 100 terms has some 500.
    static final int MAX_ELEMENTS = 20_000;

    private static final int CONSTRUCTED = 0x20;
    private static final int LONG_TAG = 0x1f;

    private BerStructure() {}

    /// @throws MalformedPdu with what is wrong
    static void check(byte[] octets) throws MalformedPdu {
        int[] ends = new int[MAX_DEPTH];
        int depth = 0;
        int elements = 0;
        int at = 0;
        ends[0] = octets.length;
        do {
            if (++elements > MAX_ELEMENTS) {
                throw new MalformedPdu("more than " + MAX_ELEMENTS + " elements");
            }
            int tag = octet(octets, at++, ends[depth]);
            if ((tag & LONG_TAG) == LONG_TAG) {
                throw new MalformedPdu("LDAP has no tag of several octets");
            }
            int first = octet(octets, at++, ends[depth]);
            long length = first;
            if (first >= 0x80) {
                int count = first & 0x7f;
                if (count == 0 || count > 4) {
                    throw new MalformedPdu("a length that is indefinite or has too many octets");
                }
                length = 0;
                for (int i = 0; i < count; i++) {
                    length = length << 8 | octet(octets, at++, ends[depth]);
                }
            }
            if (length > ends[depth] - at) {
                throw new MalformedPdu("an element is longer than the one around it");
            }
            if ((tag & CONSTRUCTED) != 0 && length > 0) {
                if (++depth == MAX_DEPTH) {
                    throw new MalformedPdu("elements are nested deeper than " + MAX_DEPTH);
                }
                ends[depth] = at + (int) length;
            } else {
                at += (int) length;
            }
            while (depth > 0 && at == ends[depth]) {
                depth--;
            }
        } while (depth > 0);
        if (at != octets.length) {
            throw new MalformedPdu("octets behind the message");
        }
    }

    private static int octet(byte[] octets, int at, int end) throws MalformedPdu {
        if (at >= end) {
            throw new MalformedPdu("an element is cut short");
        }
        return octets[at] & 0xff;
    }
}
