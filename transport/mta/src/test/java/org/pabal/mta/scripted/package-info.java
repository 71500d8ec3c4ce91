// SPDX-License-Identifier: Apache-2.0

/// Mail for accounts with scripts, from the session to mailboxes, queue and ledger.
@NullMarked
package org.pabal.mta.scripted;

import org.jspecify.annotations.NullMarked;
