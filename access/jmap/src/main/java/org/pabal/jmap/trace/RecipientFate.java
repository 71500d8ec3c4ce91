// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.trace;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;

/// What a sender is told of one recipient: of all copies for the address that the envelope names, the
/// worst that has happened. Whoever has the mail in hand here counts as having got it, whatever a
/// script or a filter of that person does with it. RFC 8621 §7: `deliveryStatus`.
public enum RecipientFate {
    /// Given up, refused, or dropped on the way.
    FAILED,
    /// Taken out of the queue by its sender or by an operator.
    REMOVED,
    /// In the queue.
    WAITING,
    /// Held in the queue until an operator looks.
    HELD,
    /// Another server took it, or it goes on to where its address leads by now.
    RELAYED,
    /// For a recipient of this server.
    DELIVERED;

    private static final Pattern REPLY = Pattern.compile("([2-5][0-9]{2})[ -].*", Pattern.DOTALL);

    /// @param its the records of one recipient, oldest first
    public static RecipientFate of(List<LedgerRecord> its) {
        boolean failed = false;
        boolean removed = false;
        boolean delivered = false;
        boolean away = false;
        boolean held = false;
        for (LedgerRecord each : its) {
            switch (each.outcome()) {
                case STORED, QUARANTINED, JOINED -> delivered = true;
                case DISCARDED -> {
                    delivered |= isDecidedHere(each);
                    failed |= !isDecidedHere(each);
                }
                case CONTINUED -> {
                    delivered |= isDecidedHere(each);
                    away |= !isDecidedHere(each);
                }
                case RELAYED -> away = true;
                case FAILED, BOUNCED, REFUSED -> failed = true;
                case REMOVED -> removed = true;
                case HELD -> held = true;
                case RELEASED, HURRIED -> held = false;
                case QUEUED, DEFERRED, ACCEPTED, DELAY_REPORTED -> {}
            }
        }
        if (failed) {
            return FAILED;
        }
        if (removed) {
            return REMOVED;
        }
        if (away) {
            return RELAYED;
        }
        if (delivered) {
            return DELIVERED;
        }
        return held ? HELD : WAITING;
    }

    /// The delivery agent of a recipient here has decided about the copy.
    static boolean isDecidedHere(LedgerRecord record) {
        return record.fact(Fact.ACCOUNT).isPresent();
    }

    /// The last reply of SMTP that may be told to the sender.
    public static Optional<String> reply(List<LedgerRecord> its) {
        return its.reversed().stream().flatMap(each -> said(each).stream()).findFirst();
    }

    /// What was said on this occasion, word for word. Not what another server has said of an address
    /// that the sender does not know, and not what is for operators only.
    static Optional<String> said(LedgerRecord record) {
        Matcher reply = REPLY.matcher(record.detail());
        if (!reply.matches() || record.fact(Fact.ADDRESS).isPresent()) {
            return Optional.empty();
        }
        boolean forOperators = record.outcome() == LedgerRecord.Outcome.REFUSED;
        int bracket = forOperators ? record.detail().indexOf(" (") : -1;
        return Optional.of(bracket < 0 ? record.detail() : record.detail().substring(0, bracket));
    }
}
