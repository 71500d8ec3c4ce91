// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.time.Instant;

/// A browser in which the second factor was shown, so that it is not asked for again there.
///
/// @param token the hash of what the browser keeps for it
/// @param until when it is forgotten
public record KnownDevice(TokenHash token, String device, Instant until) {}
