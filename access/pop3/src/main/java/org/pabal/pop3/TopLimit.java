// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

/// Finds where the top of a message ends: behind the header section, the empty line, and so many
/// lines of the body. RFC 1939 §7.
final class TopLimit implements Extent {
    private long lines;
    private boolean inHeader = true;
    private boolean lineIsEmpty = true;
    private boolean reached;

    /// @param lines of the body
    TopLimit(long lines) {
        this.lines = lines;
    }

    @Override
    public int take(byte[] octets, int length) {
        for (int at = 0; at < length && !reached; at++) {
            if (octets[at] == '\n') {
                endLine();
                if (reached) {
                    return at + 1;
                }
            } else if (octets[at] != '\r') {
                lineIsEmpty = false;
            }
        }
        return reached ? 0 : length;
    }

    private void endLine() {
        if (!inHeader) {
            lines--;
        } else if (lineIsEmpty) {
            inHeader = false;
        }
        lineIsEmpty = true;
        reached = !inHeader && lines <= 0;
    }

    @Override
    public boolean isReached() {
        return reached;
    }
}
