// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a body is when nothing says so.
final class ContentDefaults {
    /// RFC 2045 §5.2.
    static final MimeContent TEXT_PLAIN = of("text", "plain", Map.of("charset", "us-ascii"));

    /// Octets of which nothing is known, such as those beyond the limits.
    static final MimeContent OPAQUE = of("application", "octet-stream", Map.of());

    private ContentDefaults() {}

    private static MimeContent of(String type, String subtype, Map<String, String> parameters) {
        return new MimeContent(
                type,
                subtype,
                parameters,
                "7bit",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of(),
                Optional.empty());
    }
}
