// SPDX-License-Identifier: Apache-2.0

/// Sockets, TLS, limits and deadlines; blocking lines, literals and dot-ended bodies.
///
/// A protocol's session gets a {@link Connection} and blocks on it, on a virtual thread. A connection
/// that waits for its peer holds no read or write buffer.
@NullMarked
package org.pabal.wire;

import org.jspecify.annotations.NullMarked;
