// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// The form `simple`: the body as it is, with one line end for those at its end. RFC 6376 §3.4.3.
final class SimpleBody implements BodyForm {
    private final CanonicalBody to;

    /// Line ends that are hashed when more follows.
    private long lineEnds;

    /// A CR behind them whose LF may yet come.
    private boolean cr;

    SimpleBody(CanonicalBody to) {
        this.to = to;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        int end = offset + length;
        int at = afterLineEnds(octets, offset, end);
        if (at == end) {
            return;
        }
        addHeld();
        int kept = end;
        if (octets[kept - 1] == '\r') {
            cr = true;
            kept--;
        }
        while (kept - at >= 2 && octets[kept - 1] == '\n' && octets[kept - 2] == '\r') {
            lineEnds++;
            kept -= 2;
        }
        to.add(octets, at, kept - at);
    }

    /// Holds the line ends with which a piece begins.
    private int afterLineEnds(byte[] octets, int offset, int end) {
        int at = offset;
        while (at < end) {
            if (cr && octets[at] == '\n') {
                cr = false;
                lineEnds++;
            } else if (!cr && octets[at] == '\r') {
                cr = true;
            } else {
                return at;
            }
            at++;
        }
        return at;
    }

    private void addHeld() {
        to.addLineEnds(lineEnds);
        lineEnds = 0;
        if (cr) {
            to.add((byte) '\r');
            cr = false;
        }
    }

    @Override
    public void end() {
        if (cr) {
            addHeld();
        }
        to.addLineEnds(1);
        to.end();
    }
}
