// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda;

/// Decides what becomes of a recipient's copy. Safe for use by many threads.
public interface DeliveryAgent {

    /// Nothing is done by it but reading, and the intake of messages that last only with the commit
    /// that the decision becomes part of.
    ///
    /// @throws org.pabal.message.UnavailableException when it cannot be told now; the copy is tried
    ///     again
    Decision decide(ArrivedMail mail, LocalRecipient recipient);

    /// What is done instead of a refusal, when the sender was or is told that the mail is accepted:
    /// other recipients of the same mail did not refuse it, or it has waited in the queue.
    ///
    /// @throws org.pabal.message.UnavailableException when it cannot be told now
    Decision.Taken insteadOf(Decision.Refused refusal, ArrivedMail mail, LocalRecipient recipient);
}
