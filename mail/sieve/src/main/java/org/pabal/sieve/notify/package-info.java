// SPDX-License-Identifier: Apache-2.0

/// Telling the owner of a message in another way: RFC 5435, with mail (RFC 5436) and https, and the
/// command of the drafts before it.
@NullMarked
package org.pabal.sieve.notify;

import org.jspecify.annotations.NullMarked;
