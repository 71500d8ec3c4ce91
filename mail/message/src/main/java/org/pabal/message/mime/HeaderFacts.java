// SPDX-License-Identifier: Apache-2.0
package org.pabal.message.mime;

/// The size of a message's own header section, so that a door can refuse what is too large
/// (THREATS S36: `552 5.3.4`).
///
/// @param fields header fields seen, kept or not
/// @param octets size so far, with the empty line once that is seen
/// @param isWithinLimits false once a field was not kept: over {@link MimeLimits#maxHeaderOctets} or
///     {@link MimeLimits#maxHeaderFields}
public record HeaderFacts(int fields, long octets, boolean isWithinLimits) {}
