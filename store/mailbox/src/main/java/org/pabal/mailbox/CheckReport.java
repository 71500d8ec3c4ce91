// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox;

import java.util.List;

/// What a check of an account's records found.
///
/// @param messages places in mailboxes; a message that lies in two counts twice
/// @param findings a sentence for each thing that is wrong, some hundred at most
/// @param found how many there are
/// @param mended how many of them were put right
public record CheckReport(
        int mailboxes, long messages, List<String> findings, long found, long mended) {

    /// What becomes of what is found.
    public enum Mode {
        LOOK,
        MEND
    }

    public CheckReport {
        findings = List.copyOf(findings);
    }
}
