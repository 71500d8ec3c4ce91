// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.log;

import java.util.List;
import java.util.Locale;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.LedgerObserver;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.LedgerRecord.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger's records as lines of the log, `mail=… event=… key=value`. Names of events are those
/// of the outcomes, keys those of `pabal trace --json`.
public final class MailLog implements LedgerObserver {
    private static final Logger LOG = LoggerFactory.getLogger(MailLog.class);

    @Override
    public void recorded(Ledger ledger, List<LedgerRecord> records) {
        if (LOG.isInfoEnabled()) {
            for (LedgerRecord record : records) {
                if (record.outcome() != Outcome.REFUSED) { // the session's log has it
                    LOG.info("{}", line(record));
                }
            }
        }
    }

    static String line(LedgerRecord record) {
        StringBuilder line = new StringBuilder(200);
        line.append("mail=").append(record.mail());
        line.append(" event=")
                .append(record.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (record.outcome() == Outcome.ACCEPTED) {
            add(line, "session", record.session());
            add(line, "from", record.reversePath());
        }
        add(line, "to", record.recipient());
        add(line, "queue", record.queueId());
        for (var fact : record.facts().entrySet()) {
            if (fact.getKey() != Fact.UID_VALIDITY) {
                add(line, fact.getKey().word(), fact.getValue());
            }
        }
        add(line, "detail", record.detail());
        return line.toString();
    }

    /// Quoted where it would not be one word. Control characters are the encoder's business.
    private static void add(StringBuilder line, String key, String value) {
        if (value.isEmpty()) {
            return;
        }
        line.append(' ').append(key).append('=');
        boolean plain = value.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '\\');
        if (plain) {
            line.append(value);
        } else {
            line.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
    }
}
