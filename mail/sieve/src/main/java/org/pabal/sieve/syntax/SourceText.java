// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.syntax;

import org.pabal.sieve.Finding;

/// The text of one script, to say where in it something stands.
///
/// @param script its name, empty for the one that is run
public record SourceText(String script, String text) {

    public Finding finding(int at, String message) {
        int line = 1;
        int lineStart = 0;
        int end = Math.min(at, text.length());
        for (int i = text.indexOf('\n'); i >= 0 && i < end; i = text.indexOf('\n', i + 1)) {
            line++;
            lineStart = i + 1;
        }
        return new Finding(line, text.codePointCount(lineStart, end) + 1, message);
    }

    public int line(int at) {
        return finding(at, "").line();
    }
}
