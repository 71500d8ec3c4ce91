// SPDX-License-Identifier: Apache-2.0

/// One connection from greeting to end: reading commands within limits, the loop, the doors.
///
/// One virtual thread per connection. While a client is in IDLE a second one, started only when
/// something changed, writes to it; the two never write at once. Nothing is written to a client
/// while a lock is held.
@NullMarked
package org.pabal.imap.session;

import org.jspecify.annotations.NullMarked;
