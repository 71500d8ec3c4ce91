// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.util.List;
import java.util.Optional;
import org.pabal.directory.AccountId;

/// Hears of the mails of our accounts that were promised. Neither blocks nor throws.
@FunctionalInterface
public interface SentMail {
    SentMail NOBODY = (_, _, _) -> {};

    /// @param recipients as the client named them
    /// @param messageId the field's value; empty without one
    void sent(AccountId account, List<String> recipients, Optional<String> messageId);
}
