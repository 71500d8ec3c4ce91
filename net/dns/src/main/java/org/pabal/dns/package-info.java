// SPDX-License-Identifier: Apache-2.0

/// Asks the DNS: MX, addresses, names of addresses, TXT.
///
/// An answer is one of: found, no such name or no such data, or temporary failure (THREATS D08).
@NullMarked
package org.pabal.dns;

import org.jspecify.annotations.NullMarked;
