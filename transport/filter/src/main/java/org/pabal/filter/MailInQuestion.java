// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.util.List;
import org.pabal.directory.Account;
import org.pabal.message.mime.ScannedMessage;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.reading.MailReading;

/// A mail of a stranger's, complete, before anything is promised.
///
/// @param mailId as log and ledger call it
/// @param reading of the content, without fields of ours on top
/// @param window the beginning of the content, header section first; all of it as a rule. Shared, not
///     to be changed
/// @param octets the size of the content: more than the window has when the mail is large
/// @param accounts for whom it is, as far as they are here; for each address once
public record MailInQuestion(
        String mailId,
        ArrivalFacts facts,
        MailReading reading,
        byte[] window,
        long octets,
        List<Account> accounts) {
    public MailInQuestion {
        accounts = List.copyOf(accounts);
    }

    public ScannedMessage scan() {
        return reading.scan();
    }

    public boolean isWhole() {
        return window.length == octets;
    }
}
