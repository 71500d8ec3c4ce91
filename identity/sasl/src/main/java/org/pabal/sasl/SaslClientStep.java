// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// What a client mechanism does with a challenge.
public sealed interface SaslClientStep {

    /// Send this; it may have no octets.
    record Response(byte[] octets) implements SaslClientStep {}

    /// Cancel the exchange: the server is not the one that knows the password, or speaks outside
    /// the grammar.
    ///
    /// @param reason for the operator's log, without anything that the server said
    record Failed(String reason) implements SaslClientStep {}
}
