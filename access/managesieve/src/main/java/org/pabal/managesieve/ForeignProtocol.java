// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Recognises a client of another protocol by its first line, so that nothing it sends is taken for
/// commands (THREATS S24: HTTP requests made to speak to mail servers).
final class ForeignProtocol {
    private static final List<String> SMTP = List.of("EHLO ", "HELO ", "LHLO ", "MAIL FROM:");

    private ForeignProtocol() {}

    static Optional<String> of(byte[] firstLine) {
        String line = new String(firstLine, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        if (line.contains(" HTTP/")) {
            return Optional.of("HTTP");
        }
        return SMTP.stream().anyMatch(line::startsWith) ? Optional.of("SMTP") : Optional.empty();
    }
}
