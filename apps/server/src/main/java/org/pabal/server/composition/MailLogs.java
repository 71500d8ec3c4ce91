// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.mta.ledger.LedgerObserver;
import org.pabal.server.log.Logging;
import org.pabal.server.log.MailLog;
import org.pabal.server.log.PostfixLog;
import org.pabal.server.settings.LogTable;
import org.pabal.server.settings.Settings;
import org.pabal.smtp.SmtpObserver;

/// Who writes down what becomes of mail, as the settings wish.
///
/// @param ledger for what is recorded
/// @param sessions for what sessions say
record MailLogs(LedgerObserver ledger, SmtpObserver sessions) {

    static MailLogs of(Settings settings, DataDirectory data, String hostname) {
        String form = settings.get(LogTable.LOG_MAIL_FORM);
        if (form.equals("pabal")) {
            return new MailLogs(new MailLog(), SmtpObserver.NONE);
        }
        Logging.addPostfixForm(data.log().resolve("mail.log"), hostname);
        PostfixLog postfix = new PostfixLog(ProcessHandle.current().pid());
        return new MailLogs(form.equals("both") ? new MailLog().and(postfix) : postfix, postfix);
    }
}
