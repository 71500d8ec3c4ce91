// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.mailbox.Flags;

/// Writes flag lists, keeping the octets of the few sets that most messages share.
public final class FlagsWriter {
    private static final int KEPT = 8; // a power of two

    private final ResponseWriter out;
    private final Flags[] flags = new Flags[KEPT];
    private final byte[][] octets = new byte[KEPT][];

    FlagsWriter(ResponseWriter out) {
        this.out = out;
        java.util.Arrays.fill(flags, Flags.NONE);
        java.util.Arrays.fill(octets, "()".getBytes(StandardCharsets.US_ASCII));
    }

    /// With the parentheses.
    public void write(Flags set) throws IOException {
        int at = System.identityHashCode(set) & (KEPT - 1);
        if (flags[at] != set) {
            flags[at] = set;
            octets[at] = ('(' + set.toString() + ')').getBytes(StandardCharsets.US_ASCII);
        }
        out.octets(octets[at]);
    }
}
