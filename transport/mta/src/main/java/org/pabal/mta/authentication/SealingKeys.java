// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.authentication;

import java.util.Optional;
import org.pabal.mailauth.dkim.signing.SigningKey;
import org.pabal.message.Domain;

/// The key that a domain of ours seals with what it forwards.
@FunctionalInterface
public interface SealingKeys {
    /// Nothing is sealed.
    SealingKeys NONE = _ -> Optional.empty();

    /// @return empty when the domain has none: an RSA key, since RFC 8617 §4.1.2 knows no other
    /// @throws org.pabal.message.UnavailableException when the store cannot tell
    Optional<SigningKey> of(Domain domain);
}
