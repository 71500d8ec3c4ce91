// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.util.List;
import java.util.Optional;

/// Reads the field `Cookie`. RFC 6265 §4.2.1.
final class Cookies {
    private Cookies() {}

    /// @param fields of this name: HTTP/2 may bring the pairs apart (RFC 9113 §8.2.3)
    static Optional<String> find(List<String> fields, String name) {
        for (String field : fields) {
            for (String pair : field.split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    return Optional.of(unquoted(pair.substring(equals + 1).strip()));
                }
            }
        }
        return Optional.empty();
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
