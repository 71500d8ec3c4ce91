// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.NextHop;

/// Hands a copy to something on this host that keeps it: a program, a Maildir. Safe for use by many
/// threads; blocks.
public interface FinalDelivery {

    /// @return of class 2 only when the copy is kept and durable
    Diagnosis deliver(NextHop.FinalHop keeper, QueueEntry entry, Recipient recipient);
}
