// SPDX-License-Identifier: Apache-2.0

/// SASL mechanisms as steps without a socket, both ends. RFC 4422.
///
/// Server: PLAIN (RFC 4616), LOGIN, SCRAM-SHA-256 (RFC 7677, RFC 5802). A protocol's session moves
/// challenges and responses; the {@link Credentials} behind a mechanism come from the directory.
@NullMarked
package org.pabal.sasl;

import org.jspecify.annotations.NullMarked;
