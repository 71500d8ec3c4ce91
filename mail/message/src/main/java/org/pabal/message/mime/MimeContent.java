// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the MIME fields of a header section say of its body, defaults filled in. RFC 2045 §5.2.
///
/// @param type lower case, such as `text`
/// @param subtype lower case, such as `plain`
/// @param parameters of Content-Type: names in lower case, in the order written, RFC 2231 joined
///     and decoded
/// @param transferEncoding lower case; `7bit` when absent
/// @param disposition lower case, such as `attachment`
/// @param dispositionParameters as for `parameters`
/// @param languages of Content-Language
public record MimeContent(
        String type,
        String subtype,
        Map<String, String> parameters,
        String transferEncoding,
        Optional<String> id,
        Optional<String> description,
        Optional<String> md5,
        Optional<String> disposition,
        Map<String, String> dispositionParameters,
        List<String> languages,
        Optional<String> location) {

    /// What one field says, all others left out.
    public static MimeContent of(HeaderField field) {
        HeaderSection alone = new HeaderSection(List.of(field));
        return MimeFields.read(alone, false, MimeLimits.DEFAULT.maxParameterSegments()).content();
    }
}
