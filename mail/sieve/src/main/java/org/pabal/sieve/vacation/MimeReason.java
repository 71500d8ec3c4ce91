// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.vacation;

import java.util.Optional;

/// Whether the reason of a vacation can be sent as a MIME entity. RFC 5230 §4.3, `:mime`.
final class MimeReason {
    private static final int MAX_LINE_CHARS = 998; // RFC 5322 §2.1.1

    private MimeReason() {}

    /// What is wrong with it.
    static Optional<String> problem(String entity) {
        boolean field = false;
        for (String line : entity.split("\r\n|\r|\n", -1)) {
            if (line.isEmpty()) {
                return field || entity.startsWith("\n") || entity.startsWith("\r")
                        ? Optional.empty()
                        : noHeader();
            }
            boolean folded = field && (line.startsWith(" ") || line.startsWith("\t"));
            if (!folded && !line.matches("(?i)(content-[!-9;-~]+|mime-version)[ \\t]*:.*")) {
                return field
                        ? Optional.of(
                                "with `:mime` the reason's header can only hold MIME-Version and"
                                        + " Content- fields, not \""
                                        + cut(line)
                                        + "\"")
                        : noHeader();
            }
            if (line.chars().anyMatch(c -> c >= 0x7F) || line.length() > MAX_LINE_CHARS) {
                return Optional.of(
                        "with `:mime` the reason's header is of ASCII lines of at most "
                                + MAX_LINE_CHARS
                                + " characters");
            }
            field = true;
        }
        return noHeader();
    }

    private static Optional<String> noHeader() {
        return Optional.of("with `:mime` the reason begins with Content- fields and an empty line");
    }

    private static String cut(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "...";
    }
}
