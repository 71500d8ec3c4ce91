// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import org.pabal.directory.Account;

/// The use of a resource went from below a percentage of its limit to it or above, and that is
/// durable.
///
/// @param account with the limits that applied
/// @param percent the highest of the set percentages that was crossed
public record QuotaCrossing(
        Account account, QuotaResource resource, int percent, AccountMailboxes.Quota.Use use) {}
