// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.stored;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.AccountMailboxes.MetadataOutcome;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MetadataEntry;
import org.pabal.mailbox.MetadataName;
import org.pabal.mailbox.format.v1.RecordKeys;
import org.pabal.mailbox.format.v1.SmallFormats;
import org.pabal.mailbox.stored.Commits.Decision;
import org.pabal.storage.Change;

/// Annotations of one mailbox, or of an account, as one reader sees them: those of all and the
/// reader's own. RFC 5464.
///
/// They are read from storage each time and kept in no memory: clients ask seldom.
final class Annotations {
    private static final long SHARED = 0;

    /// The account's own annotations stand where no mailbox has its id.
    private static final long ACCOUNT = 0;

    private final Optional<MailboxId> mailbox;
    private final long id;
    private final long owner;
    private final long reader;

    /// @param mailbox empty for the account's own
    Annotations(Optional<MailboxId> mailbox, long owner, long reader) {
        this.mailbox = mailbox;
        this.id = mailbox.map(MailboxId::value).orElse(ACCOUNT);
        this.owner = owner;
        this.reader = reader;
    }

    /// @return ascending by name
    List<MetadataEntry> read(AccountSpace space, List<MetadataName> names, int depth) {
        List<MetadataEntry> found = new ArrayList<>();
        if (names.stream().anyMatch(MetadataName::isPrivate)) {
            read(space, reader, names, depth, found);
        }
        if (!names.stream().allMatch(MetadataName::isPrivate)) {
            read(space, SHARED, names, depth, found);
        }
        return found;
    }

    private void read(
            AccountSpace space,
            long whose,
            List<MetadataName> names,
            int depth,
            List<MetadataEntry> found) {
        space.forEach(
                RecordKeys.metadata(id, whose),
                entry -> {
                    MetadataName name = RecordKeys.nameOfMetadata(entry.key());
                    if (names.stream().anyMatch(wanted -> isWithin(name, wanted, depth))) {
                        found.add(
                                new MetadataEntry(
                                        name, SmallFormats.decodeAnnotation(entry.value())));
                    }
                });
    }

    private static boolean isWithin(MetadataName name, MetadataName wanted, int depth) {
        int levels = name.levelsBelow(wanted);
        return levels >= 0 && levels <= depth;
    }

    /// All or none. Nothing of the account may be in flight, as storage is read.
    Decision<MetadataOutcome> set(AccountEdit edit, Map<MetadataName, Optional<byte[]>> values) {
        if (mailbox.isPresent() && edit.selectable(mailbox.get()).isEmpty()) {
            return Decision.refuse(new MetadataOutcome.NoSuchMailbox());
        }
        int maxValue = edit.config().metadata().maxValueOctets();
        if (values.values().stream().anyMatch(v -> v.isPresent() && v.get().length > maxValue)) {
            return Decision.refuse(new MetadataOutcome.TooBig(maxValue));
        }
        Section own = new Section(edit, reader);
        Section shared = new Section(edit, SHARED);
        values.forEach((name, value) -> (name.isPrivate() ? own : shared).put(name, value));
        MetadataOutcome refusal = refusal(edit, own, shared);
        if (refusal != null) {
            return Decision.refuse(refusal);
        }
        own.write();
        shared.write();
        if (!values.isEmpty()) {
            edit.annotated(mailbox, values.keySet().stream().sorted().toList());
            edit.growMetadata(shared.growth() + (reader == owner ? own.growth() : 0));
        }
        return Decision.keep(new MetadataOutcome.Done());
    }

    private @Nullable MetadataOutcome refusal(AccountEdit edit, Section own, Section shared) {
        MetadataLimits limits = edit.config().metadata();
        for (Section section : List.of(own, shared)) {
            if (section.after > limits.maxEntries() && section.after > section.before) {
                return new MetadataOutcome.TooMany(limits.maxEntries());
            }
        }
        if (reader != owner && own.growth() > 0 && own.octetsAfter > limits.maxReaderOctets()) {
            return new MetadataOutcome.OverTotal(limits.maxReaderOctets());
        }
        long growth = shared.growth() + (reader == owner ? own.growth() : 0);
        return growth > 0 && edit.metadataOctets() + growth > limits.maxAccountOctets()
                ? new MetadataOutcome.OverTotal(limits.maxAccountOctets())
                : null;
    }

    /// A mailbox is removed, and with it the annotations of all its readers.
    static void removeAll(AccountEdit edit, MailboxId mailbox) {
        edit.space()
                .forEach(
                        RecordKeys.metadata(mailbox.value()),
                        entry -> {
                            edit.changes().add(new Change.Delete(entry.key()));
                            long whose = RecordKeys.readerOfMetadata(entry.key());
                            if (whose == SHARED || whose == edit.account()) {
                                MetadataName name = RecordKeys.nameOfMetadata(entry.key());
                                byte[] value = SmallFormats.decodeAnnotation(entry.value());
                                edit.growMetadata(-weight(name, value));
                            }
                        });
    }

    /// Octets that count towards the limits.
    private static int weight(MetadataName name, byte[] value) {
        return name.text().length() + value.length;
    }

    /// What is shared, or one reader's own, while it is changed.
    private final class Section {
        private final AccountEdit edit;
        private final long whose;
        private final SortedMap<MetadataName, Integer> weights = new TreeMap<>();
        private final List<Change> changes = new ArrayList<>();
        private final int before;
        private final long octetsBefore;
        private int after;
        private long octetsAfter;

        Section(AccountEdit edit, long whose) {
            this.edit = edit;
            this.whose = whose;
            edit.space()
                    .forEach(
                            RecordKeys.metadata(id, whose),
                            entry -> {
                                MetadataName name = RecordKeys.nameOfMetadata(entry.key());
                                byte[] value = SmallFormats.decodeAnnotation(entry.value());
                                weights.put(name, weight(name, value));
                            });
            before = weights.size();
            octetsBefore = weights.values().stream().mapToLong(Integer::intValue).sum();
            after = before;
            octetsAfter = octetsBefore;
        }

        void put(MetadataName name, Optional<byte[]> value) {
            byte[] key = RecordKeys.metadata(id, whose, name);
            if (value.isPresent()) {
                weights.put(name, weight(name, value.get()));
                changes.add(new Change.Put(key, SmallFormats.encodeAnnotation(value.get())));
            } else if (weights.remove(name) != null) {
                changes.add(new Change.Delete(key));
            }
            after = weights.size();
            octetsAfter = weights.values().stream().mapToLong(Integer::intValue).sum();
        }

        long growth() {
            return octetsAfter - octetsBefore;
        }

        void write() {
            edit.add(changes);
        }
    }
}
