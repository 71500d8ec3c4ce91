// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

/// Looks for line ends other than CRLF, and for NUL, in text that comes in pieces.
public final class LineEndCheck implements Connection.Sink {
    private boolean afterCr;
    private boolean bareCr;
    private boolean bareLf;
    private boolean nul;

    @Override
    public void write(byte[] octets, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (afterCr) {
                afterCr = false;
                if (octets[i] == '\n') {
                    i++;
                    continue;
                }
                bareCr = true;
            }
            i = DotBodyReader.nextSpecial(octets, i, end);
            if (i < end) {
                special(octets[i++]);
            }
        }
    }

    private void special(byte octet) {
        switch (octet) {
            case '\r' -> afterCr = true;
            case '\n' -> bareLf = true;
            default -> nul = true;
        }
    }

    public boolean foundNul() {
        return nul;
    }

    /// Whether something was found; a CR at the very end may still get its LF.
    public boolean foundSomething() {
        return bareCr || bareLf || nul;
    }

    /// Whether something was found, the text being over.
    public boolean foundSomethingAtEnd() {
        return foundSomething() || afterCr;
    }
}
