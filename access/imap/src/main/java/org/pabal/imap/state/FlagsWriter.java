// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.mailbox.Flags;

/// Writes flag lists, keeping the octets of the few sets that most messages share.
public final class FlagsWriter {
    private static final int KEPT = 8; // a power of two

    private final ResponseWriter out;
    private final String[] texts = new String[KEPT];
    private final byte[][] octets = new byte[KEPT][];

    FlagsWriter(ResponseWriter out) {
        this.out = out;
        Arrays.fill(texts, "");
        Arrays.fill(octets, "()".getBytes(StandardCharsets.US_ASCII));
    }

    /// With the parentheses.
    public void write(Flags set) throws IOException {
        String text = set.toString();
        int at = text.hashCode() & (KEPT - 1);
        if (!texts[at].equals(text)) {
            texts[at] = text;
            octets[at] = ('(' + text + ')').getBytes(StandardCharsets.US_ASCII);
        }
        out.octets(octets[at]);
    }

    /// With `\Recent` among them, which no message has for long. RFC 3501 §2.3.2.
    public void writeRecent(Flags set) throws IOException {
        out.ascii("(\\Recent");
        if (!set.equals(Flags.NONE)) {
            out.octet(' ').ascii(set.toString());
        }
        out.octet(')');
    }
}
