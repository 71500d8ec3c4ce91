// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.AccountSnapshot;
import org.pabal.mailbox.EmailId;
import org.pabal.mailbox.Emails;
import org.pabal.mailbox.StoredMessage;
import org.pabal.mailbox.StoredMessage.Text;
import org.pabal.mailbox.TextIndex;
import org.pabal.message.mime.UnicodeCasemap;

/// Whether there was mail with somebody before. The index of texts leaves few messages to look at; of
/// what it does not know, so many are looked at and no more: then nobody is called a stranger.
public final class Acquaintance {
    private static final int MAX_RECORDS = 2_000;
    private static final int AT_ONCE = 100;

    private final AccountMailboxes mailboxes;
    private final AccountSnapshot now;
    private final TextIndex index;

    public Acquaintance(AccountMailboxes mailboxes, AccountSnapshot now, TextIndex index) {
        this.mailboxes = mailboxes;
        this.now = now;
        this.index = index;
    }

    private interface Counts {
        boolean has(EmailId id, long receivedSeconds);
    }

    /// @param address in lower case
    /// @return true only when no message before this one came from the address or went to it
    public boolean isNew(String address, EmailId message, Instant receivedAt) {
        return isNew(
                address,
                (id, received) ->
                        received < receivedAt.getEpochSecond()
                                || received == receivedAt.getEpochSecond()
                                        && id.value() < message.value());
    }

    /// @return true only when no message that is there came from the address or went to it
    boolean isNew(String address) {
        return isNew(address, (_, _) -> true);
    }

    private boolean isNew(String address, Counts counts) {
        TextIndex.Matches matches =
                index.find(mailboxes, TextIndex.Where.MESSAGE, UnicodeCasemap.fold(address));
        List<EmailId> open = new ArrayList<>();
        Emails.Cursor cursor = now.emails().cursor();
        while (cursor.next()) {
            EmailId id = new EmailId(cursor.email());
            if (counts.has(id, cursor.receivedSeconds())
                    && matches.of(id) != TextIndex.Match.ABSENT) {
                open.add(id);
            }
            if (open.size() > MAX_RECORDS) {
                return false;
            }
        }
        for (int from = 0; from < open.size(); from += AT_ONCE) {
            List<EmailId> some = open.subList(from, Math.min(open.size(), from + AT_ONCE));
            if (mailboxes.messages(some).stream().anyMatch(each -> concerns(each, address))) {
                return false;
            }
        }
        return true;
    }

    private static boolean concerns(StoredMessage message, String address) {
        return has(message.text(Text.FROM), address)
                || has(message.text(Text.TO), address)
                || has(message.text(Text.CC), address);
    }

    /// Not as the end of a longer address.
    private static boolean has(String field, String address) {
        String text = field.toLowerCase(Locale.ROOT);
        for (int at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
            int end = at + address.length();
            boolean begins = at == 0 || !isOfAddress(text.charAt(at - 1));
            boolean ends = end == text.length() || !isOfAddress(text.charAt(end));
            if (begins && ends) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfAddress(char c) {
        return Character.isLetterOrDigit(c) || "!#$%&'*+-/=?^_`{|}~.".indexOf(c) >= 0;
    }
}
