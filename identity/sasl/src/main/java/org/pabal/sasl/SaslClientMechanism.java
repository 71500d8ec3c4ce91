// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// One running exchange of a mechanism, client side. For one thread.
///
/// The server's challenges are foreign input: what is wrong with them is a
/// {@link SaslClientStep.Failed}, never an exception.
public interface SaslClientMechanism {

    String name();

    /// True when the client speaks first, so that {@link #initialResponse} can go with the command.
    default boolean clientFirst() {
        return false;
    }

    /// What the client says first; no octets for a mechanism whose server speaks first.
    default byte[] initialResponse() {
        return new byte[0];
    }

    /// Answers a challenge, already decoded from base64. May compute for some 0.1 s.
    SaslClientStep respond(byte[] challenge);

    /// True when the server has shown all it must: its success may then be believed. A server that
    /// reports success before that has not proved that it knows the password. RFC 5802 §5.
    boolean isComplete();
}
