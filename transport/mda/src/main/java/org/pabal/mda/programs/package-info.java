// SPDX-License-Identifier: Apache-2.0

/// Programs of this host that mail is given to, and what a script wants done once its mail is safe.
///
/// A script's `execute` with a result and its `filter` run at once, within their time; its `pipe`,
/// its `execute` without a result and its notifications to the web are {@link org.pabal.mda.LaterJob}s that a queue
/// entry of the same commit carries.
@NullMarked
package org.pabal.mda.programs;

import org.jspecify.annotations.NullMarked;
