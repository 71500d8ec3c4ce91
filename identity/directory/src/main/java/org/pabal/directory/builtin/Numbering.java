// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.pabal.directory.AccountId;
import org.pabal.directory.builtin.BuiltInDirectory.Newcomer;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.storage.Change;

/// What is kept here for accounts that other directories know: their numbers and their entries.
record Numbering(DirectoryChanges changes) {

    AccountId number(Newcomer newcomer) {
        AtomicReference<Optional<AccountId>> number = new AtomicReference<>(Optional.empty());
        changes.change(() -> {
            number.set(newcomer.number());
            if (number.get().isPresent()) {
                return new Plan.Refuse("numbered meanwhile");
            }
            AccountId next = changes.nextId();
            number.set(Optional.of(next));
            List<Change> entries = new ArrayList<>(newcomer.entries(next));
            entries.add(
                    new Change.Put(
                            DirectoryFormat.nextIdKey(),
                            DirectoryFormat.encodeNumber(next.value() + 1)));
            return new Plan.Write(entries, _ -> {});
        });
        return number.get().orElseThrow();
    }

    void numberAll(LongFunction<List<Change>> newcomers) {
        changes.change(() -> {
            long first = changes.nextId().value();
            List<Change> entries = new ArrayList<>(newcomers.apply(first));
            if (entries.isEmpty()) {
                return new Plan.Refuse("all are numbered");
            }
            entries.add(
                    new Change.Put(
                            DirectoryFormat.nextIdKey(),
                            DirectoryFormat.encodeNumber(first + entries.size())));
            return new Plan.Write(entries, _ -> {});
        });
    }

    void keep(Supplier<List<Change>> others) {
        changes.change(() -> {
            List<Change> judged = others.get();
            return judged.isEmpty()
                    ? new Plan.Refuse("nothing is to be kept")
                    : new Plan.Write(judged, _ -> {});
        });
    }

    void forget(AccountId id, List<Change> others) {
        changes.change(() -> {
            List<Change> all = new ArrayList<>(others);
            changes.index().grants(id).forEach(sendAs -> all.add(GrantChanges.delete(id, sendAs)));
            return new Plan.Write(
                    all,
                    index -> {
                        index.removeGrants(id);
                        changes.tellLoginChanged(id);
                    });
        });
    }
}
