// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.CheckReport.Mode;
import org.pabal.storage.Change;

/// What a check of an account has found, and what mends it.
final class Findings {
    private static final int MAX_FINDINGS = 500;

    private final List<String> sentences = new ArrayList<>();
    private final List<Change> mendings = new ArrayList<>();
    private long found;
    private long mended;

    /// Nothing mends it.
    void lost(String finding) {
        found++;
        if (sentences.size() < MAX_FINDINGS) {
            sentences.add(finding);
        }
    }

    void wrong(String finding, Change mending) {
        lost(finding);
        mended++;
        mendings.add(mending);
    }

    /// A change that goes with a mending.
    void also(Change change) {
        mendings.add(change);
    }

    List<Change> mendings() {
        return mendings;
    }

    /// How much is mended by these changes.
    long mended() {
        return mended;
    }

    CheckReport report(int mailboxes, long messages, Mode mode) {
        return new CheckReport(
                mailboxes, messages, sentences, found, mode == Mode.LOOK ? 0 : mended);
    }
}
