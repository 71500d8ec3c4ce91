// SPDX-License-Identifier: Apache-2.0

/// The structure of a message: header sections and the MIME tree, found in one pass.
///
/// RFC 5322, RFC 2045 to 2047, RFC 2231, RFC 6532. Total: any octets give a result, nothing throws.
/// Bounded: depth, parts, parameters (THREATS §4). Offsets, so that no reader parses again.
@NullMarked
package org.pabal.message.mime;

import org.jspecify.annotations.NullMarked;
