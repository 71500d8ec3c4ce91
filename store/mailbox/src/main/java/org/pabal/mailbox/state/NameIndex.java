// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.pabal.mailbox.MailboxId;
import org.pabal.mailbox.MailboxName;

/// Names of mailboxes in the order in which they are listed: INBOX, then the others ascending.
/// Immutable.
public final class NameIndex {
    public static final NameIndex EMPTY = new NameIndex(new MailboxName[0], new long[0]);

    static final Comparator<MailboxName> ORDER =
            Comparator.comparing((MailboxName name) -> !name.isInbox())
                    .thenComparing(Comparator.naturalOrder());

    private final MailboxName[] names;
    private final long[] ids;

    private NameIndex(MailboxName[] names, long[] ids) {
        this.names = names;
        this.ids = ids;
    }

    /// Names without ids.
    public static NameIndex of(List<MailboxName> names) {
        MailboxName[] sorted = names.toArray(new MailboxName[0]);
        Arrays.sort(sorted, ORDER);
        return new NameIndex(sorted, new long[sorted.length]);
    }

    public static NameIndex ofMailboxes(List<MailboxState> mailboxes) {
        List<MailboxState> sorted = new ArrayList<>(mailboxes);
        sorted.sort(Comparator.comparing(mailbox -> mailbox.record().name(), ORDER));
        return new NameIndex(
                sorted.stream().map(mailbox -> mailbox.record().name()).toArray(MailboxName[]::new),
                sorted.stream().mapToLong(mailbox -> mailbox.mailbox().value()).toArray());
    }

    public MailboxName name(int at) {
        return names[at];
    }

    public List<MailboxName> names() {
        return List.of(names);
    }

    public boolean has(MailboxName name) {
        return Arrays.binarySearch(names, name, ORDER) >= 0;
    }

    public int size() {
        return names.length;
    }

    public long id(int at) {
        return ids[at];
    }

    public OptionalLong find(MailboxName name) {
        int at = Arrays.binarySearch(names, name, ORDER);
        return at >= 0 ? OptionalLong.of(ids[at]) : OptionalLong.empty();
    }

    /// The ids of all mailboxes below a name, parents before their children.
    public List<MailboxId> below(MailboxName ancestor) {
        List<MailboxId> below = new ArrayList<>();
        for (int at = firstBelow(ancestor);
                at < names.length && names[at].isBelow(ancestor);
                at++) {
            below.add(new MailboxId(ids[at]));
        }
        return below;
    }

    public boolean hasChildren(MailboxName name) {
        int at = firstBelow(name);
        return at < names.length && names[at].isBelow(name);
    }

    /// The place of the first name that could be below: text order keeps them together.
    private int firstBelow(MailboxName ancestor) {
        MailboxName prefix = new MailboxName(ancestor.text() + MailboxName.DELIMITER);
        int at = Arrays.binarySearch(names, prefix, ORDER);
        return at >= 0 ? at : -at - 1;
    }

    /// With a name that needs no id.
    public NameIndex with(MailboxName name) {
        return with(name, new MailboxId(0));
    }

    public NameIndex with(MailboxName name, MailboxId id) {
        int found = Arrays.binarySearch(names, name, ORDER);
        if (found >= 0) {
            long[] copy = ids.clone();
            copy[found] = id.value();
            return new NameIndex(names, copy);
        }
        int at = -found - 1;
        MailboxName[] moreNames = new MailboxName[names.length + 1];
        System.arraycopy(names, 0, moreNames, 0, at);
        System.arraycopy(names, at, moreNames, at + 1, names.length - at);
        moreNames[at] = name;
        long[] moreIds = new long[ids.length + 1];
        System.arraycopy(ids, 0, moreIds, 0, at);
        System.arraycopy(ids, at, moreIds, at + 1, ids.length - at);
        moreIds[at] = id.value();
        return new NameIndex(moreNames, moreIds);
    }

    public NameIndex without(MailboxName name) {
        int at = Arrays.binarySearch(names, name, ORDER);
        if (at < 0) {
            return this;
        }
        MailboxName[] fewerNames = new MailboxName[names.length - 1];
        System.arraycopy(names, 0, fewerNames, 0, at);
        System.arraycopy(names, at + 1, fewerNames, at, fewerNames.length - at);
        long[] fewerIds = new long[ids.length - 1];
        System.arraycopy(ids, 0, fewerIds, 0, at);
        System.arraycopy(ids, at + 1, fewerIds, at, fewerIds.length - at);
        return new NameIndex(fewerNames, fewerIds);
    }
}
