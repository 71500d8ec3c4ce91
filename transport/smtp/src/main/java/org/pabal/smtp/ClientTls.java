// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import org.pabal.wire.TlsClientContext;

/// What a client does about STARTTLS. RFC 3207.
public sealed interface ClientTls {

    /// It is not asked for; also where the connection has TLS from its beginning.
    record None() implements ClientTls {}

    /// Used where offered, with any certificate: better than clear text. RFC 7435.
    ///
    /// @param serverName that is asked for
    record Opportunistic(TlsClientContext context, String serverName) implements ClientTls {}

    /// Without TLS no mail is sent, and the certificate must name the server (THREATS T10).
    record Required(TlsClientContext context, String serverName) implements ClientTls {}
}
