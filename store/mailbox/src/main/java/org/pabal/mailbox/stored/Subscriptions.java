// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.state.NameIndex;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;

/// The names that an account has subscribed to, during one edit. A name may be subscribed to that no
/// mailbox has. RFC 9051 §6.3.7.
final class Subscriptions {
    private final AccountEdit edit;
    private NameIndex names;
    private boolean changed;

    Subscriptions(AccountEdit edit) {
        this.edit = edit;
        this.names = edit.before().subscriptions();
    }

    boolean areChanged() {
        return changed;
    }

    /// Their ids have no meaning.
    NameIndex names() {
        return names;
    }

    boolean has(MailboxName name) {
        return names.has(name);
    }

    boolean areFull() {
        return names.size() >= edit.config().maxSubscriptions();
    }

    Decision<Boolean> subscribe(MailboxName name) {
        if (!has(name)) {
            if (areFull()) {
                throw new UnavailableException(
                        "an account has at most "
                                + edit.config().maxSubscriptions()
                                + " subscriptions: unsubscribe from some");
            }
            add(name);
        }
        return Decision.keep(true);
    }

    Decision<Boolean> unsubscribe(MailboxName name) {
        if (has(name)) {
            remove(name);
        }
        return Decision.keep(true);
    }

    void add(MailboxName name) {
        names = names.with(name);
        edit.changes()
                .add(new Change.Put(RecordKeys.subscription(name), SmallFormats.subscription()));
        changed(name);
    }

    private void remove(MailboxName name) {
        names = names.without(name);
        edit.changes().add(new Change.Delete(RecordKeys.subscription(name)));
        changed(name);
    }

    /// A mailbox of that name, where there is one, is shown as another.
    private void changed(MailboxName name) {
        changed = true;
        edit.mailbox(name).ifPresent(edit.mailboxes()::touch);
    }

    /// The account is removed, and these with it.
    void removeAll() {
        for (int at = 0; at < names.size(); at++) {
            edit.changes().add(new Change.Delete(RecordKeys.subscription(names.name(at))));
        }
        names = NameIndex.EMPTY;
    }
}
