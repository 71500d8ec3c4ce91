// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.words;

import java.util.Optional;
import org.pabal.sieve.Extension;
import org.pabal.sieve.compile.Arguments;
import org.pabal.sieve.compile.ScriptError;

/// `ADDRESS-PART = ":localpart" / ":domain" / ":all"`, RFC 5228 §2.7.4; `:user` and `:detail`,
/// RFC 5233 §4.
///
/// @param delimiters of user and detail
public record AddressPart(Which which, String delimiters) {

    public enum Which {
        ALL,
        LOCAL_PART,
        DOMAIN,
        USER,
        DETAIL
    }

    public static AddressPart read(Arguments in) throws ScriptError {
        Optional<String> given = in.oneOf("all", "localpart", "domain", "user", "detail");
        Which which =
                switch (given.orElse("all")) {
                    case "localpart" -> Which.LOCAL_PART;
                    case "domain" -> Which.DOMAIN;
                    case "user" -> Which.USER;
                    case "detail" -> Which.DETAIL;
                    default -> Which.ALL;
                };
        if (which == Which.USER || which == Which.DETAIL) {
            in.need(Extension.SUBADDRESS, ":" + given.orElseThrow());
        }
        return new AddressPart(which, in.config().detailDelimiters());
    }

    /// @return empty when the address has no such part
    public Optional<String> of(String localPart, String domain) {
        if (domain.isEmpty()) {
            // No address by its syntax: no part of it can be told. RFC 5228 §2.7.4
            return which == Which.ALL ? Optional.of(localPart) : Optional.empty();
        }
        return switch (which) {
            case ALL -> Optional.of(localPart + "@" + domain);
            case LOCAL_PART -> Optional.of(localPart);
            case DOMAIN -> Optional.of(domain);
            case USER -> {
                int at = delimiter(localPart);
                yield Optional.of(at < 0 ? localPart : localPart.substring(0, at));
            }
            case DETAIL -> {
                int at = delimiter(localPart);
                yield at < 0 ? Optional.empty() : Optional.of(localPart.substring(at + 1));
            }
        };
    }

    private int delimiter(String localPart) {
        for (int i = 0; i < localPart.length(); i++) {
            if (delimiters.indexOf(localPart.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
