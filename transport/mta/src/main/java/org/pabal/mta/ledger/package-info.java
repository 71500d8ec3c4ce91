// SPDX-License-Identifier: Apache-2.0

/// What became of each mail: one record for every decision about one of its recipients.
///
/// A record is part of the commit that makes its fact true, so that the ledger can neither run
/// ahead of the mail nor fall behind it. Keys begin with the time: records are pruned by age.
@NullMarked
package org.pabal.mta.ledger;

import org.jspecify.annotations.NullMarked;
