// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email.query;

import org.pabal.mailbox.Emails;

/// Which threads have a flag in some of their emails, and which in all.
final class ThreadKeywords {
    private static final int WITH = 1;
    private static final int WITHOUT = 2;

    private final LongTable threads;

    private ThreadKeywords(LongTable threads) {
        this.threads = threads;
    }

    static ThreadKeywords of(Emails emails, String flag) {
        LongTable threads = new LongTable(emails.count());
        FlagTest test = new FlagTest(flag);
        Emails.Cursor cursor = emails.cursor();
        while (cursor.next()) {
            threads.add(cursor.thread(), test.has(cursor.flags()) ? WITH : WITHOUT);
        }
        return new ThreadKeywords(threads);
    }

    boolean some(long thread) {
        return (threads.get(thread) & WITH) != 0;
    }

    boolean all(long thread) {
        return threads.get(thread) == WITH;
    }
}
