// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.policy;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.filter.MailInQuestion;
import org.pabal.spam.Finding;

/// Whose wishes hold for a mail. Safe for use by many threads.
public interface SpamPolicy {

    /// For recipients without an account here.
    Thresholds everybody();

    Thresholds of(Account account);

    /// What the lists of this server say of a mail.
    List<Finding> lists(MailInQuestion mail);

    /// What they and those of the account and its domain say, in the place of that.
    List<Finding> lists(MailInQuestion mail, Account account);

    /// The same for all, and no lists.
    static SpamPolicy alike(Thresholds thresholds) {
        return new SpamPolicy() {
            @Override
            public Thresholds everybody() {
                return thresholds;
            }

            @Override
            public Thresholds of(Account account) {
                return thresholds;
            }

            @Override
            public List<Finding> lists(MailInQuestion mail) {
                return List.of();
            }

            @Override
            public List<Finding> lists(MailInQuestion mail, Account account) {
                return List.of();
            }
        };
    }
}
