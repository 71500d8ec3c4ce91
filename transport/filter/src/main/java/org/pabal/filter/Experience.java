// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.spam.Finding;

/// What was learnt from people and from the mail of before: statistics over texts, who writes to whom.
/// Reads from memory or the store here, asks no other host. Safe for use by many threads.
@FunctionalInterface
public interface Experience {
    /// Nothing was learnt.
    Experience NONE =
            _ ->
                    new Recollection() {
                        @Override
                        public List<Finding> everybody() {
                            return List.of();
                        }

                        @Override
                        public List<Finding> of(Account account) {
                            return List.of();
                        }
                    };

    /// What there is to say of a mail. Whoever throws is left out.
    Recollection of(MailInQuestion mail);

    /// About one mail. For one thread.
    interface Recollection {
        /// For recipients without an account here.
        List<Finding> everybody();

        /// In the place of that, for one account: its own statistics over the shared, its own
        /// correspondents.
        List<Finding> of(Account account);

        /// Hears what was decided, to remember and to learn. Neither blocks nor throws; called once,
        /// unless the mail is to come again.
        default void decided(FilterAnswer answer) {}
    }

    /// The same, but for nothing that is remembered or learnt: for mail that somebody only asks about.
    static Experience onlyAsked(Experience experience) {
        return mail -> {
            Recollection asked = experience.of(mail);
            return new Recollection() {
                @Override
                public List<Finding> everybody() {
                    return asked.everybody();
                }

                @Override
                public List<Finding> of(Account account) {
                    return asked.of(account);
                }
            };
        };
    }

    /// All of these as one.
    static Experience all(List<Experience> some) {
        List<Experience> each = List.copyOf(some);
        return mail -> joined(each.stream().map(one -> one.of(mail)).toList());
    }

    private static Recollection joined(List<Recollection> each) {
        return new Recollection() {
            @Override
            public List<Finding> everybody() {
                return each.stream().flatMap(one -> one.everybody().stream()).toList();
            }

            @Override
            public List<Finding> of(Account account) {
                return each.stream().flatMap(one -> one.of(account).stream()).toList();
            }

            @Override
            public void decided(FilterAnswer answer) {
                each.forEach(one -> one.decided(answer));
            }
        };
    }
}
