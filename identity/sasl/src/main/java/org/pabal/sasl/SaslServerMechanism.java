// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// One running exchange of a mechanism, server side. For one thread.
public interface SaslServerMechanism {

    String name();

    /// True when the client speaks first, so that an absent initial response is asked for with an
    /// empty challenge. RFC 4422 §5 item 2a.
    boolean clientFirst();

    /// Takes the client's response, already decoded from base64. For a mechanism whose server speaks
    /// first, the first call is with no octets.
    SaslStep step(byte[] response);
}
