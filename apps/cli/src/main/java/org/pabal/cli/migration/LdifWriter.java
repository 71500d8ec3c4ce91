// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.migration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Writes LDIF, RFC 2849: base64 where a value would be misread, lines folded. Without the line with
/// the version, which slapadd takes for an entry.
public final class LdifWriter {
    /// RFC 2849 note 10 asks for less than 80.
    private static final int WIDTH = 76;

    private final Appendable out;
    private boolean first = true;

    public LdifWriter(Appendable out) {
        this.out = out;
    }

    /// Ends the record before.
    public void dn(String dn) throws IOException {
        out.append(first ? "" : "\n");
        first = false;
        put("dn", dn);
    }

    public void put(String attribute, String value) throws IOException {
        fold(
                isSafe(value)
                        ? attribute + ": " + value
                        : attribute
                                + ":: "
                                + Base64.getEncoder()
                                        .encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    }

    public void comment(String text) throws IOException {
        fold("# " + text.replaceAll("[\\r\\n]", " "));
    }

    /// `SAFE-STRING`, and no space at the end.
    private static boolean isSafe(String value) {
        if (value.isEmpty()) {
            return true;
        }
        char first = value.charAt(0);
        return first != ' '
                && first != ':'
                && first != '<'
                && !value.endsWith(" ")
                && value.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
    }

    private void fold(String line) throws IOException {
        int from = 0;
        int width = WIDTH;
        while (line.length() - from > width) {
            int to = from + width;
            to -= Character.isHighSurrogate(line.charAt(to - 1)) ? 1 : 0;
            out.append(line, from, to).append("\n ");
            from = to;
            width = WIDTH - 1;
        }
        out.append(line, from, line.length()).append('\n');
    }
}
