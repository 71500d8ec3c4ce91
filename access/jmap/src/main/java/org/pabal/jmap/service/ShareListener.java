// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.service;

import org.pabal.directory.AccountId;
import org.pabal.jmap.push.StateChanges;
import org.pabal.jmap.share.ShareNotifications;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes over what was shared with somebody as soon as that has happened, and tells who listens.
/// RFC 9670 §1.4. What fails here is made up for when a client looks.
record ShareListener(ShareNotifications notifications, StateChanges changes)
        implements StoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(ShareListener.class);

    @Override
    public void shared(AccountId recipient) {
        Thread.ofVirtual().name("share-notice").start(() -> tell(recipient));
    }

    private void tell(AccountId recipient) {
        try {
            changes.sharesChanged(recipient, notifications.state(recipient));
        } catch (UnavailableException reason) {
            LOG.warn("event=share-not-told reason=\"{}\"", reason.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=share-not-told", bug);
        }
    }
}
