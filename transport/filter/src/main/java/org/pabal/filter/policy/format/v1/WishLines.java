// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy.format.v1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A record of wishes: lines of UTF-8, each a word and what it is about, with tabs between them.
///
/// ```
/// 1
/// junk	4.0
/// allow	@example.net	our suppliers
/// ```
public final class WishLines {
    private static final String VERSION = "1";

    private WishLines() {}

    /// @param lines each of one word or more, none with a tab or a line end
    public static byte[] encode(List<List<String>> lines) {
        StringBuilder text = new StringBuilder(VERSION);
        for (List<String> line : lines) {
            text.append('\n').append(String.join("\t", line));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// @throws IllegalStateException for a record of another version
    public static List<List<String>> decode(byte[] record) {
        String[] lines = new String(record, StandardCharsets.UTF_8).split("\n", -1);
        if (!lines[0].equals(VERSION)) {
            throw new IllegalStateException("wishes of a version that is not known: " + lines[0]);
        }
        List<List<String>> decoded = new ArrayList<>(lines.length - 1);
        for (int i = 1; i < lines.length; i++) {
            decoded.add(List.of(lines[i].split("\t", -1)));
        }
        return decoded;
    }
}
