// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.net.InetSocketAddress;
import java.util.Optional;

/// Who asks, and by which name it calls this server: told by the connection, by a trusted proxy
/// (`Forwarded`, RFC 7239; `X-Forwarded-*`), or by another host of ours that passes a request on.
///
/// @param address of the client
/// @param isSecure whether the client's own connection is TLS
/// @param host as the client sees it, with the port where that is not the scheme's own
/// @param prefix the path under which a proxy shows this server, without a `/` at its end; mostly
///     empty
/// @param isDirect no proxy is between
/// @param home the name of this host, where the client stands at the door of another: addresses that
///     are asked for without a session name it, {@link Homes}
public record HttpClientFacts(
        InetSocketAddress address,
        boolean isSecure,
        String host,
        String prefix,
        boolean isDirect,
        Optional<String> home) {

    /// A client at our own door.
    public HttpClientFacts(
            InetSocketAddress address,
            boolean isSecure,
            String host,
            String prefix,
            boolean isDirect) {
        this(address, isSecure, host, prefix, isDirect, Optional.empty());
    }

    /// `https://mail.example/prefix`: what links for this client begin with.
    public String base() {
        return (isSecure ? "https://" : "http://") + host + prefix;
    }
}
