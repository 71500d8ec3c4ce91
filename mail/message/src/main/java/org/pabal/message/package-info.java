// SPDX-License-Identifier: Apache-2.0

/// Addresses, paths and status codes: the words that every part of a mail system shares.
///
/// RFC 5321 §4.1.2 (paths), RFC 6531 (non-ASCII addresses), RFC 3463 (enhanced status codes).
@NullMarked
package org.pabal.message;

import org.jspecify.annotations.NullMarked;
