// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import org.pabal.directory.Account;
import org.pabal.spam.SpamFields;

/// Who is asked about each mail of a stranger's. Safe for use by many threads.
public interface MailFilter {

    /// The content of a mail begins.
    ///
    /// @param mailId as log and ledger call it
    Inquiry begin(String mailId);

    /// What a judgement of before means for an account, by what the account wants and without looking
    /// at the mail again.
    ///
    /// @param before as the mail's fields have it
    FilterAnswer.Said judgedBefore(SpamFields before, Account account);

    /// One mail, from the beginning of its content on. For one thread; it never throws: what cannot be
    /// found out in time is left out of the answer.
    interface Inquiry extends AutoCloseable {
        /// Takes the next octets, header section first, for those who have to see all of them.
        void write(byte[] octets, int offset, int length);

        /// The content is complete. At most once.
        FilterAnswer judge(MailInQuestion mail);

        /// Lets go of all, finished or not. May be called again.
        @Override
        void close();
    }
}
