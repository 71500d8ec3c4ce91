// SPDX-License-Identifier: Apache-2.0

/// A small HTTP/1.1 client over TLS (RFC 9110, RFC 9112): one request on one connection, no
/// redirects, no cookies, no content codings, everything bounded. For MTA-STS policies (RFC 8461
/// §3.3) and TLS reports (RFC 8460 §5.4).
///
/// It looks no name up: the caller says which address to speak with, so that it is the one that the
/// project's own resolver found.
@NullMarked
package org.pabal.wire.http;

import org.jspecify.annotations.NullMarked;
