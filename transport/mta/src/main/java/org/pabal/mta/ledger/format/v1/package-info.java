// SPDX-License-Identifier: Apache-2.0

/// Version 1 of the ledger's records on disk.
@NullMarked
package org.pabal.mta.ledger.format.v1;

import org.jspecify.annotations.NullMarked;
