// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.format.v1;

import java.util.List;
import org.pabal.mailbox.UidSet;

/// The records under `L`: UIDs that were expunged at one modseq.
public final class UidSetFormat {
    private static final int VERSION = 1;

    private UidSetFormat() {}

    public static byte[] encode(UidSet uids) {
        List<UidSet.Range> ranges = uids.ranges();
        OctetWriter out = new OctetWriter(8 + ranges.size() * 4);
        out.octet(VERSION).number(ranges.size());
        long last = 0;
        for (UidSet.Range range : ranges) {
            out.number(range.first() - last).number(range.last() - range.first());
            last = range.last();
        }
        return out.toOctets();
    }

    /// Adds the ranges of a record to a list.
    public static void decode(byte[] octets, List<UidSet.Range> into) {
        OctetReader in = new OctetReader(octets, VERSION);
        int ranges = in.count();
        long last = 0;
        for (int i = 0; i < ranges; i++) {
            long first = last + in.number();
            last = first + in.number();
            into.add(new UidSet.Range(first, last));
        }
    }
}
