// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.net.InetSocketAddress;

/// Who asks, and by which name it calls this server: told by the connection, or by a trusted proxy
/// (`Forwarded`, RFC 7239; `X-Forwarded-*`).
///
/// @param address of the client
/// @param isSecure whether the client's own connection is TLS
/// @param host as the client sees it, with the port where that is not the scheme's own
/// @param prefix the path under which a proxy shows this server, without a `/` at its end; mostly
///     empty
/// @param isDirect no proxy is between
public record HttpClientFacts(
        InetSocketAddress address, boolean isSecure, String host, String prefix, boolean isDirect) {

    /// `https://mail.example/prefix`: what links for this client begin with.
    public String base() {
        return (isSecure ? "https://" : "http://") + host + prefix;
    }
}
