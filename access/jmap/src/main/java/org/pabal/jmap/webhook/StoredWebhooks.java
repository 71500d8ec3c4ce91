// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webhook;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.jmap.document.Documents;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.pabal.mta.webhook.Webhook;
import org.pabal.mta.webhook.WebhookRecord;
import org.pabal.mta.webhook.Webhooks;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Webhooks as documents of their accounts, known by heart as long as mail comes for them. Safe for
/// use by many threads.
public final class StoredWebhooks implements Webhooks, StoreListener {
    private static final Logger LOG = LoggerFactory.getLogger(StoredWebhooks.class);

    /// Of one account.
    public static final int MAX = 10;

    private static final char COLLECTION = 'W';
    private static final byte[] RECORD = {'V', COLLECTION, 'R'};
    private static final byte VERSION = 1;

    /// Accounts whose webhooks are known by heart.
    private static final int REMEMBERED = 100_000;

    private final Storage storage;
    private final MailboxStore mailboxes;
    private final Documents documents;
    private final Map<AccountId, List<Webhook>> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<AccountId, List<Webhook>> eldest) {
                    return size() > REMEMBERED;
                }
            };

    /// How often what is known by heart was given up, so that what was read before is not kept after.
    private long forgotten;

    public StoredWebhooks(Storage storage, MailboxStore mailboxes) {
        this.storage = storage;
        this.mailboxes = mailboxes;
        this.documents = new Documents(storage, mailboxes, COLLECTION);
    }

    @Override
    public List<Webhook> of(AccountId account) {
        long before;
        synchronized (known) {
            @Nullable List<Webhook> there = known.get(account);
            if (there != null) {
                return there;
            }
            before = forgotten;
        }
        List<Webhook> read =
                documents.list(account).stream()
                        .flatMap(each -> readable(account, each).stream())
                        .toList();
        synchronized (known) {
            if (before == forgotten) {
                known.put(account, read);
            }
        }
        return read;
    }

    @Override
    public Optional<Webhook> findLeft(AccountId account, String id) {
        return documents.find(account, id).flatMap(found -> readable(account, found));
    }

    private static Optional<Webhook> readable(AccountId account, Documents.Document document) {
        try {
            return Optional.of(WebhookJson.kept(document.id(), document.json()));
        } catch (RuntimeException broken) {
            LOG.error("event=webhook-unreadable account={} id={}", account, document.id(), broken);
            return Optional.empty();
        }
    }

    private void forget(AccountId account) {
        synchronized (known) {
            forgotten++;
            known.remove(account);
        }
    }

    /// All of the account is gone, perhaps to another host, from where it may come back.
    @Override
    public void removed(AccountId account) {
        forget(account);
    }

    String state(AccountId account) {
        return Long.toString(documents.state(account));
    }

    Documents documents() {
        return documents;
    }

    /// @param webhook its id is given here
    String add(AccountId account, Webhook webhook) {
        try {
            return documents.add(account, COLLECTION, WebhookJson.kept(webhook)).id();
        } finally {
            forget(account);
        }
    }

    void put(AccountId account, Webhook webhook) {
        try {
            documents.put(account, webhook.id(), WebhookJson.kept(webhook));
        } finally {
            forget(account);
        }
    }

    /// @return false when there was none
    boolean remove(AccountId account, String id) {
        try {
            boolean there = documents.remove(account, id);
            write(account, List.of(new Change.Delete(recordKey(id))));
            return there;
        } finally {
            forget(account);
        }
    }

    /// Changes of this class's own making, outside any mail's commit.
    void write(AccountId account, List<Change> changes) {
        if (!changes.isEmpty()) {
            mailboxes.file(List.of(), List.of(SpaceChanges.of(space(account), changes)));
        }
    }

    private static Space space(AccountId account) {
        return Space.account(account.value());
    }

    private static byte[] recordKey(String id) {
        byte[] text = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(RECORD.length + text.length).put(RECORD).put(text).array();
    }

    @Override
    public WebhookRecord record(AccountId account, String webhook) {
        try {
            return storage.read(space(account), recordKey(webhook))
                    .filter(value -> value.length > 1 && value[0] == VERSION)
                    .map(value ->
                            RecordJson.decode(java.util.Arrays.copyOfRange(value, 1, value.length)))
                    .orElse(WebhookRecord.EMPTY);
        } catch (StorageException down) {
            throw new UnavailableException("the store: " + down.getMessage(), down);
        }
    }

    @Override
    public List<Change> keeping(AccountId account, String webhook, WebhookRecord record) {
        byte[] json = RecordJson.encode(record);
        byte[] value = ByteBuffer.allocate(1 + json.length).put(VERSION).put(json).array();
        return List.of(new Change.Put(recordKey(webhook), value));
    }
}
