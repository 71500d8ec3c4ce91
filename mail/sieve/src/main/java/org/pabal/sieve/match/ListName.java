// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.match;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/// The name of a list that is kept outside the script: an absolute URI. RFC 6134 §2.7.
public final class ListName {
    private static final String REGISTERED = "urn:ietf:params:sieve";

    private ListName() {}

    /// `:addrbook:default` is short for `urn:ietf:params:sieve:addrbook:default`. RFC 6134 §2.7
    public static Optional<URI> parse(String name) {
        try {
            URI uri = new URI(name.startsWith(":") ? REGISTERED + name : name);
            return uri.isAbsolute() ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }
}
