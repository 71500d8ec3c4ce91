// SPDX-License-Identifier: Apache-2.0

/// Counts failed log-ins and abuse over all services, and keeps whoever does too much of it away for
/// a time.
@NullMarked
package org.pabal.bans;

import org.jspecify.annotations.NullMarked;
