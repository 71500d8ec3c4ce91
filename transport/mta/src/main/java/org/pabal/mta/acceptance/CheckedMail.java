// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.util.List;
import java.util.Optional;
import org.pabal.message.ReversePath;

/// A mail as the checks have left it.
///
/// @param removed recipients that a check took out, each with its rule
/// @param held why it is to wait for an operator; empty when it is not
record CheckedMail(
        StagedContent content,
        ReversePath from,
        List<AcceptedRecipient> recipients,
        List<Removed> removed,
        Optional<String> held) {
    CheckedMail {
        recipients = List.copyOf(recipients);
        removed = List.copyOf(removed);
    }

    record Removed(AcceptedRecipient recipient, String rule) {}
}
