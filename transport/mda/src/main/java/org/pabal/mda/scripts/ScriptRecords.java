// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.scripts.format.v1.ScriptFormat;
import org.pabal.mda.scripts.format.v1.ScriptFormat.Facts;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Change;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;

/// What storage holds of the scripts of one account.
record ScriptRecords(Storage storage, MailboxStore mailboxes, long account) {
    /// More than any quota allows, so that one scan finds all.
    private static final int MAX_SCRIPTS = 10_000;

    Optional<ScriptName> active() {
        return read(ScriptFormat.activeKey())
                .map(value -> new ScriptName(ScriptFormat.decodeName(value)));
    }

    Optional<byte[]> text(ScriptName name) {
        return read(ScriptFormat.textKey(name.text())).map(ScriptFormat::decodeText);
    }

    Optional<byte[]> reply() {
        return read(ScriptFormat.replyKey()).map(ScriptFormat::decodeText);
    }

    boolean has(ScriptName name) {
        return read(ScriptFormat.factsKey(name.text())).isPresent();
    }

    /// Ascending by the octets of their names.
    List<ScriptInfo> list() {
        Optional<ScriptName> active = active();
        byte[] from = ScriptFormat.factsPrefix();
        List<Entry> entries =
                available(() -> storage.scan(space(), from, Keys.afterPrefix(from), MAX_SCRIPTS));
        List<ScriptInfo> scripts = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            ScriptName name = new ScriptName(ScriptFormat.nameIn(entry.key()));
            Facts facts = ScriptFormat.decodeFacts(entry.value());
            boolean isActive = active.filter(name::equals).isPresent();
            scripts.add(new ScriptInfo(name, isActive, facts.octets(), facts.changed()));
        }
        return List.copyOf(scripts);
    }

    /// All or none; durable when it returns.
    void commit(List<Change> changes) {
        mailboxes.file(List.of(), List.of(SpaceChanges.of(space(), changes)));
    }

    private Optional<byte[]> read(byte[] key) {
        return available(() -> storage.read(space(), key));
    }

    private Space space() {
        return Space.account(account);
    }

    private static <T> T available(Supplier<T> step) {
        try {
            return step.get();
        } catch (StorageException e) {
            throw new UnavailableException("scripts cannot be read for now: " + e.getMessage(), e);
        }
    }
}
