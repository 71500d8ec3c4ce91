// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;

/// What a server mechanism does with a response.
public sealed interface SaslStep {

    /// Send this and give the next response to the mechanism.
    record Challenge(byte[] octets) implements SaslStep {}

    /// The exchange succeeded.
    ///
    /// @param authenticationIdentity who proved, as given
    /// @param authorizationIdentity who is acted for; equal to the former as a rule
    /// @param additionalData to be sent with the outcome: SCRAM's server signature. A protocol
    ///     whose success reply cannot carry it (IMAP, SMTP) sends it as a last challenge and takes
    ///     an empty response. RFC 4422 §3.6.
    record Success(
            String authenticationIdentity,
            String authorizationIdentity,
            Optional<byte[]> additionalData)
            implements SaslStep {}

    /// Wrong credentials, or not allowed to act for the other. Told to the peer with one text for
    /// all reasons.
    ///
    /// @param authenticationIdentity who tried, for the audit log; may be empty
    /// @param reason for the operator's log
    record Refused(String authenticationIdentity, String reason) implements SaslStep {}

    /// The response is outside the mechanism's grammar.
    record Malformed(String reason) implements SaslStep {}
}
