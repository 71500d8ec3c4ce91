// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.sasl.TokenVerifier;

/// What a connection says about a log-in: whose names are meant, and what it is for.
///
/// @param defaultDomain completes a bare name; it comes from the listener's local address, the TLS
///     server name or the settings, in that order
/// @param tokens who judges bearer tokens, where any are taken
public record LoginContext(
        Optional<Domain> defaultDomain, LoginService service, Optional<TokenVerifier> tokens) {
    /// Nothing is known.
    public static final LoginContext ANYWHERE =
            new LoginContext(Optional.empty(), LoginService.ANY);

    /// Where no tokens are taken.
    public LoginContext(Optional<Domain> defaultDomain, LoginService service) {
        this(defaultDomain, service, Optional.empty());
    }

    /// Where no password is shown: names are looked up.
    public static LoginContext within(Domain domain) {
        return new LoginContext(Optional.of(domain), LoginService.ANY);
    }
}
