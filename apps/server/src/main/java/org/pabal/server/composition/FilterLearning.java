// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.filter.history.History;
import org.pabal.filter.learning.Learners;
import org.pabal.filter.learning.Learning;
import org.pabal.filter.learning.LearningConfig;
import org.pabal.filter.learning.WordListener;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;

/// What the filter learns from people, on the parts of this process.
final class FilterLearning {
    private FilterLearning() {}

    static LearningConfig config(Settings settings) {
        return LearningConfig.defaults()
                .withShares(settings.get(SpamTable.SPAM_LEARNING_SHARE))
                .withAutomatic(settings.get(SpamTable.SPAM_LEARNING_AUTOMATIC))
                .withPerDay(settings.get(SpamTable.SPAM_LEARNING_PER_DAY));
    }

    /// Who was written to, and what came from where.
    static History history(Foundation foundation) {
        return new History(
                foundation.storage(),
                foundation.mailboxes(),
                id -> foundation.directory().account(id).isPresent(),
                foundation.clock());
    }

    /// @param listener hears what is said of messages
    static Learning of(Foundation foundation, WordListener listener, LearningConfig config) {
        return new Learning(
                foundation.storage(),
                foundation.mailboxes(),
                learners(foundation.directory()),
                config,
                listener,
                foundation.clock(),
                new SecureRandom());
    }

    private static Learners learners(DirectoryAdministration directory) {
        return new Learners() {
            @Override
            public Optional<Account> find(AccountId id) {
                return directory.account(id);
            }

            @Override
            public List<Account> all() {
                return directory.accounts();
            }
        };
    }
}
