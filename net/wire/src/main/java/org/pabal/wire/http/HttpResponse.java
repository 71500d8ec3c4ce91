// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What a server answered. RFC 9112 §4
///
/// @param fields by their names in lower case; of several with one name the values are joined by a
///     comma
public record HttpResponse(int status, Map<String, String> fields, byte[] body) {
    public HttpResponse {
        fields = Map.copyOf(fields);
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    public Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name.toLowerCase(Locale.ROOT)));
    }

    /// Type and subtype without parameters, in lower case. RFC 9110 §8.3
    public String mediaType() {
        String type = field("content-type").orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
