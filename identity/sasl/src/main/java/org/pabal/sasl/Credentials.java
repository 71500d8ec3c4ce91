// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;

/// What a mechanism asks of whoever keeps the secrets. One per connection.
///
/// Equal answers in equal time for an unknown identity and a wrong password (THREATS A02). A source
/// that is down throws an unchecked exception, which is neither success nor failure (THREATS A13).
public interface Credentials {

    /// True when the password is that of the authentication identity. May block on the hash.
    boolean verify(String authenticationIdentity, String password);

    /// What is stored for SCRAM, or for an unknown identity something indistinguishable that no
    /// password fits (RFC 5802 §7 keeps the existence of users to itself); empty when the mechanism
    /// cannot be offered to this identity.
    Optional<ScramCredential> scram(String authenticationIdentity, ScramHash hash);

    /// True when the one may act as the other. Equal identities may.
    boolean mayActAs(String authenticationIdentity, String authorizationIdentity);
}
