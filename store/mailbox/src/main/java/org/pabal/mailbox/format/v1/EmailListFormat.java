// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

/// The records under `E`: messages to be reclaimed.
public final class EmailListFormat {
    private static final int VERSION = 1;

    private EmailListFormat() {}

    /// @param emails in any order
    public static byte[] encode(long[] emails) {
        OctetWriter out = new OctetWriter(8 + emails.length * 3);
        out.octet(VERSION).number(emails.length);
        long last = 0;
        for (long email : emails) {
            out.signed(email - last);
            last = email;
        }
        return out.toOctets();
    }

    public static long[] decode(byte[] octets) {
        OctetReader in = new OctetReader(octets, VERSION);
        long[] emails = new long[in.count()];
        long last = 0;
        for (int i = 0; i < emails.length; i++) {
            last += in.signed();
            emails[i] = last;
        }
        return emails;
    }
}
