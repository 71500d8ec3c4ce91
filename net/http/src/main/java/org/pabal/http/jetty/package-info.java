// SPDX-License-Identifier: Apache-2.0

/// The HTTP server on Jetty's core: the only package that names Jetty.
///
/// A {@link org.pabal.http.jetty.HttpServer} opens doors. Jetty's selectors, on platform threads, read
/// requests; each request is answered by an {@link org.pabal.http.HttpHandler} on a virtual thread of
/// its own, so that handlers block as sessions of the other protocols do. An idle connection has no
/// thread and no buffer.
///
/// Who is let in is decided at accept (bans, connections of a source), before TLS; behind proxies
/// that are believed also at each request. RFC 9110, RFC 9112, RFC 9113, RFC 7301 (ALPN), RFC 6455
/// and RFC 8441 (WebSocket).
@NullMarked
package org.pabal.http.jetty;

import org.jspecify.annotations.NullMarked;
