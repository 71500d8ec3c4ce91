// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.text;

/// Whether a needle occurs in a text that comes in pieces.
public final class Occurrence implements TextSink {
    private final String needle;
    private String tail = "";
    private boolean found;

    /// @param needle folded, not empty
    public Occurrence(String needle) {
        this.needle = needle;
    }

    public boolean isFound() {
        return found;
    }

    @Override
    public boolean write(String folded) {
        if (!found) {
            String text = tail.isEmpty() ? folded : tail + folded;
            found = text.contains(needle);
            tail = text.substring(Math.max(0, text.length() - needle.length() + 1));
        }
        return !found;
    }

    @Override
    public void endRun() {
        tail = "";
    }
}
