// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// What a client needs to get a token that is good here. RFC 7628 §3.2.2.
///
/// @param scope to ask for, words with spaces between; may be empty
/// @param openidConfiguration URL of the provider's metadata; may be empty
public record TokenHint(String scope, String openidConfiguration) {
    public static final TokenHint NONE = new TokenHint("", "");

    /// The server's error message: a JSON object.
    byte[] failure(TokenJudgement.Fault fault) {
        StringBuilder json = new StringBuilder("{\"status\":").append(quoted(fault.word()));
        if (!scope.isEmpty()) {
            json.append(",\"scope\":").append(quoted(scope));
        }
        if (!openidConfiguration.isEmpty()) {
            json.append(",\"openid-configuration\":").append(quoted(openidConfiguration));
        }
        return SaslText.encode(json.append('}').toString());
    }

    /// The operator's own words: what would need escaping beyond these two is left out.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars()
                .filter(c -> c >= 0x20 && c != 0x7F)
                .forEach(c -> {
                    if (c == '"' || c == '\\') {
                        quoted.append('\\');
                    }
                    quoted.append((char) c);
                });
        return quoted.append('"').toString();
    }
}
