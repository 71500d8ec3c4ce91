// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The domains that were authenticated for a mail, in A-labels and lower case. RFC 9989 §4.4.
///
/// @param spf of the reverse-path when SPF passed
/// @param dkim of each signature, in their order; empty for one whose pass does not count
record Identifiers(Optional<String> spf, List<Optional<String>> dkim) {
    Identifiers {
        dkim = List.copyOf(dkim);
    }

    Stream<String> all() {
        return Stream.concat(spf.stream(), dkim.stream().flatMap(Optional::stream));
    }
}
