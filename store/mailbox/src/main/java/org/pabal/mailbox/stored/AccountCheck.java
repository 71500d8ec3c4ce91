// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import org.pabal.mailbox.CheckReport;
import org.pabal.mailbox.CheckReport.Mode;
import org.pabal.mailbox.format.v1.BrokenRecordException;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SnoozeFormat;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.mailbox.stored.Commits.Start;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;

/// Counts an account's records anew and compares: what mailboxes and the account say of themselves
/// with the pages of messages, the pages with the messages' records, these with their blobs and with
/// the links of threads.
///
/// What can be computed is mended: counts, sizes, what the account uses, UIDNEXT, HIGHESTMODSEQ, in
/// how many places a message lies, and what was computed from a message when it came (ENVELOPE and the
/// like), where that cannot be read. UIDs, flags and names stay as they are. What is lost (a record, a
/// blob, a page that cannot be read) is told, and left for a backup to bring back.
///
/// Records and blobs are read while the account is in use; what seems missing is looked at once more,
/// together with the counts, under the account's lock.
final class AccountCheck {
    private final Commits commits;
    private final OpenAccount account;
    private final MessageCheck messages;

    AccountCheck(Storage storage, Commits commits, OpenAccount account) {
        this.commits = commits;
        this.account = account;
        this.messages = new MessageCheck(storage, account.space());
    }

    CheckReport run(Mode mode) {
        AccountSpace space = account.space();
        LinkCheck links = new LinkCheck(space);
        long[] suspects =
                messages.suspects(CheckedPlaces.read(space, new long[0], new long[0]), links);
        long[] threaded = links.suspects();
        account.lock();
        try {
            CheckReport report =
                    commits.change(
                            account,
                            Start.SETTLED,
                            edit -> settled(edit, suspects, links, threaded, mode));
            if (report.mended() > 0) {
                account.reset();
            }
            return report;
        } finally {
            account.unlock();
        }
    }

    private Decision<CheckReport> settled(
            AccountEdit edit, long[] suspects, LinkCheck links, long[] threaded, Mode mode) {
        Findings findings = new Findings();
        CheckedPlaces places = CheckedPlaces.read(account.space(), suspects, threaded);
        places.unreadable().forEach(findings::lost);
        new CountCheck(account.space(), findings).run(places);
        checkSnoozes(places, findings);
        for (Change mending : links.mending(places.threads())) {
            findings.wrong(
                    "how many messages have a link of a thread was miscounted, or was unreadable",
                    mending);
        }
        messages.run(places, suspects, findings);
        CheckReport report =
                findings.report(places.mailboxes().size(), places.sorted().length, mode);
        if (mode == Mode.LOOK || findings.mendings().isEmpty()) {
            return Decision.refuse(report);
        }
        edit.add(findings.mendings());
        return Decision.keep(report);
    }

    private void checkSnoozes(CheckedPlaces places, Findings findings) {
        account.space()
                .forEach(
                        RecordKeys.snoozes(),
                        entry -> {
                            long email = RecordKeys.emailOfSnooze(entry.key());
                            try {
                                SnoozeFormat.decode(email, entry.value());
                            } catch (BrokenRecordException unreadable) {
                                findings.wrong(
                                        "until when message "
                                                + email
                                                + " is set aside could not be read",
                                        new Change.Delete(entry.key()));
                                return;
                            }
                            if (places.unreadable().isEmpty() && !places.has(email)) {
                                findings.wrong(
                                        "message " + email + ", which is set aside, lies nowhere",
                                        new Change.Delete(entry.key()));
                            }
                        });
    }
}
