// SPDX-License-Identifier: Apache-2.0

/// Telling senders that somebody is away: RFC 5230, RFC 6131.
@NullMarked
package org.pabal.sieve.vacation;

import org.jspecify.annotations.NullMarked;
