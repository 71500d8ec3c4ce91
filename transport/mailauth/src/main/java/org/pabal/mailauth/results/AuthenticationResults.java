// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.results;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.pabal.mailauth.RawField;

/// What one server found about a mail. RFC 8601 §2.2.
///
/// @param authservId who found it
/// @param results none when nothing was checked
public record AuthenticationResults(String authservId, List<MethodResult> results) {
    public static final String FIELD = "Authentication-Results";

    public AuthenticationResults {
        authservId = ResultText.bounded(authservId);
        results = List.copyOf(results);
    }

    /// What stands behind a field's colon, folding included. Empty when it is outside the grammar or of
    /// a version that is not 1.
    public static Optional<AuthenticationResults> parse(String value) {
        return ResultsReader.read(value);
    }

    /// The octets are read as UTF-8, RFC 8616 §5.
    public static Optional<AuthenticationResults> parse(RawField field) {
        return parse(utf8(field));
    }

    static String utf8(RawField field) {
        return new String(
                field.source(),
                field.colon() + 1,
                field.end() - field.colon() - 1,
                StandardCharsets.UTF_8);
    }

    /// The first result of a method.
    public Optional<MethodResult> of(String method) {
        return results.stream().filter(r -> r.method().equalsIgnoreCase(method)).findFirst();
    }

    /// What stands behind the colon, folded, without the final line end: also the payload of
    /// ARC-Authentication-Results behind its instance, RFC 8617 §4.1.1.
    public String payload() {
        return ResultsWriter.payload(this);
    }

    /// The whole field with its line end.
    public String field() {
        return FIELD + ": " + payload() + "\r\n";
    }
}
