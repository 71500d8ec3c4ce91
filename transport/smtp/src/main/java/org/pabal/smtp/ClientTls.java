// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import org.pabal.wire.TlsClientContext;

/// What a client insists on about TLS. RFC 3207. On a connection that has TLS from its beginning
/// nothing is asked for any more.
public sealed interface ClientTls {

    /// It is not asked for.
    record None() implements ClientTls {}

    /// Used where offered, with any certificate: better than clear text. RFC 7435.
    ///
    /// @param serverName that is asked for
    record Opportunistic(TlsClientContext context, String serverName) implements ClientTls {}

    /// Without TLS no mail is sent; the certificate may be any.
    record Encrypted(TlsClientContext context, String serverName) implements ClientTls {}

    /// Without TLS no mail is sent, and the certificate must be what the context demands
    /// (THREATS T10).
    record Verified(TlsClientContext context, String serverName) implements ClientTls {}
}
