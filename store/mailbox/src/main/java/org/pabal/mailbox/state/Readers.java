// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Arrays;
import java.util.Optional;

/// What the readers of a mailbox who are not its owner have seen, as far as it was asked for since
/// the account is in memory. Immutable.
public final class Readers {
    public static final Readers NONE = new Readers(new long[0], new SeenMarks[0]);

    /// Ascending.
    private final long[] accounts;

    private final SeenMarks[] marks;

    private Readers(long[] accounts, SeenMarks[] marks) {
        this.accounts = accounts;
        this.marks = marks;
    }

    /// Empty when storage must be asked.
    public Optional<SeenMarks> of(long account) {
        int at = Arrays.binarySearch(accounts, account);
        return at < 0 ? Optional.empty() : Optional.of(marks[at]);
    }

    public Readers with(long account, SeenMarks newMarks) {
        int found = Arrays.binarySearch(accounts, account);
        if (found >= 0) {
            SeenMarks[] exchanged = marks.clone();
            exchanged[found] = newMarks;
            return new Readers(accounts, exchanged);
        }
        int at = -found - 1;
        long[] more = new long[accounts.length + 1];
        System.arraycopy(accounts, 0, more, 0, at);
        more[at] = account;
        System.arraycopy(accounts, at, more, at + 1, accounts.length - at);
        SeenMarks[] all = new SeenMarks[more.length];
        System.arraycopy(marks, 0, all, 0, at);
        all[at] = newMarks;
        System.arraycopy(marks, at, all, at + 1, marks.length - at);
        return new Readers(more, all);
    }
}
