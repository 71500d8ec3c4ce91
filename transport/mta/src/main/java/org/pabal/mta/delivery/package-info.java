// SPDX-License-Identifier: Apache-2.0

/// Hands queued mail on: to mail exchangers and other hosts, and to mailboxes that had no room.
///
/// What an attempt found is recorded per recipient, in one commit with all that follows from it.
/// Temporary or permanent is decided where the failure is seen; what is not understood is temporary.
@NullMarked
package org.pabal.mta.delivery;

import org.jspecify.annotations.NullMarked;
