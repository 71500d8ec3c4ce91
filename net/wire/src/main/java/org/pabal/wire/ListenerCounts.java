// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire;

/// What a listener has seen since its start, for metrics.
///
/// @param open at the moment
/// @param refused over a limit
/// @param banned refused by the gatekeeper
/// @param acceptFailures such as too many open files
/// @param tlsFailures handshakes that came to nothing on a port of implicit TLS
/// @param misdirected peers that spoke plainly to TLS or TLS to a plain port
/// @param badProxyHeaders trusted proxies that sent none or an invalid one
public record ListenerCounts(
        int open,
        long accepted,
        long refused,
        long banned,
        long acceptFailures,
        long tlsFailures,
        long misdirected,
        long badProxyHeaders) {}
