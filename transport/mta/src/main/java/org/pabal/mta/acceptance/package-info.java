// SPDX-License-Identifier: Apache-2.0

/// From "whose mail, for whom?" to the promise: what reception and submission have in common.
///
/// Recipients are checked and routed while the client waits; content streams into the store; then
/// one commit holds everything the 250 stands for: filings, queue entries, ledger records. Before
/// that commit nothing exists, after it nothing can be lost.
@NullMarked
package org.pabal.mta.acceptance;

import org.jspecify.annotations.NullMarked;
