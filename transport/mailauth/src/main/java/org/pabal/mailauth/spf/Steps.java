// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.ArrayList;
import java.util.List;

/// What was done, line by line, indented as records stand in records.
final class Steps {
    private static final int MAX_LINE = 1_000;

    private final List<String> lines = new ArrayList<>();
    private final int most;
    private int depth;

    Steps(int most) {
        this.most = most;
    }

    void add(String line) {
        if (lines.size() < most) {
            lines.add("  ".repeat(depth) + PrintableText.of(line, MAX_LINE));
        } else if (lines.size() == most) {
            lines.add("... and more");
        }
    }

    void deeper() {
        depth++;
    }

    void back() {
        depth--;
    }

    List<String> lines() {
        return lines;
    }
}
