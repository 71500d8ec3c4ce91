// SPDX-License-Identifier: Apache-2.0

/// ARC: what the hosts before us saw of a message's authentication, each account sealed by its host.
/// RFC 8617.
///
/// {@link org.pabal.mailauth.arc.ArcVerifier} validates a chain while the body comes in;
/// {@link org.pabal.mailauth.arc.ArcSealer} adds a set when a message is handed on. A valid chain
/// proves who wrote each account and that nobody changed it since, never that it is true: whose word
/// counts is for the caller to say ({@link org.pabal.mailauth.arc.ArcOutcome#vouchedBy}).
@NullMarked
package org.pabal.mailauth.arc;

import org.jspecify.annotations.NullMarked;
