// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pabal.mailbox.Flags;
import org.pabal.mailbox.UidSet;

/// All messages of one mailbox: its pages in ascending order, none empty. Immutable.
///
/// An *index* counts messages from 0 over all pages.
public final class PageDirectory {
    public static final PageDirectory EMPTY = new PageDirectory(new MessagePage[0]);

    private static final long BEHIND_ALL = 1L << 32; // a UID has 32 bits: RFC 9051 §9 uniqueid

    private final MessagePage[] pages;

    /// The index of each page's first message, and at the end the count of all.
    private final int[] starts;

    private @Nullable Flags keywords; // gathered twice at worst, by two threads

    private PageDirectory(MessagePage[] pages) {
        this.pages = pages;
        this.starts = startsOf(pages);
    }

    private PageDirectory(MessagePage[] pages, int[] starts) {
        this.pages = pages;
        this.starts = starts;
    }

    private static int[] startsOf(MessagePage[] pages) {
        int[] starts = new int[pages.length + 1];
        for (int i = 0; i < pages.length; i++) {
            starts[i + 1] = Math.addExact(starts[i], pages[i].count());
        }
        return starts;
    }

    /// @param pages ascending by number, none empty
    public static PageDirectory of(List<MessagePage> pages) {
        return new PageDirectory(pages.toArray(new MessagePage[0]));
    }

    public int count() {
        return starts[pages.length];
    }

    public int pageCount() {
        return pages.length;
    }

    public MessagePage page(int at) {
        return pages[at];
    }

    /// The index of the first message of a page.
    public int start(int at) {
        return starts[at];
    }

    /// Where in the directory the page with a message stands.
    public int pageAt(int index) {
        if (index < 0 || index >= count()) {
            throw new IndexOutOfBoundsException("no message " + index + " of " + count());
        }
        int at = Arrays.binarySearch(starts, index);
        return at >= 0 ? at : -at - 2;
    }

    /// As {@link org.pabal.mailbox.MailboxSnapshot#indexOf}.
    public int indexOf(long wanted) {
        long uid = Math.clamp(wanted, 0, BEHIND_ALL);
        int at = firstPageFrom(uid);
        if (at == pages.length) {
            return -count() - 1;
        }
        MessagePage page = pages[at];
        if (page.number() != MessagePage.numberOf(uid)) {
            return -starts[at] - 1;
        }
        int place = page.placeOf(uid);
        return place >= 0 ? starts[at] + place : place - starts[at];
    }

    /// The first page that is not wholly below a UID.
    private int firstPageFrom(long uid) {
        int number = MessagePage.numberOf(uid);
        int low = 0;
        int high = pages.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pages[middle].number() < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Where the page of a number stands, or a negative number.
    public int indexOfPage(int number) {
        int at = firstPageFrom((long) number * MessagePage.UIDS);
        return at < pages.length && pages[at].number() == number ? at : -1;
    }

    /// The index of the first message without `\Seen`; -1 for none.
    public int firstUnseen() {
        for (int at = 0; at < pages.length; at++) {
            if (pages[at].unseen() > 0) {
                int place = 0;
                while (pages[at].flags(place).isSeen()) {
                    place++;
                }
                return starts[at] + place;
            }
        }
        return -1;
    }

    /// Every keyword of a message. Gathered once: a look at each page, and most pages have none.
    public Flags keywords() {
        Flags known = keywords;
        if (known == null) {
            known = Flags.NONE;
            for (MessagePage page : pages) {
                known = known.plus(page.keywords());
            }
            keywords = known;
        }
        return known;
    }

    /// @param uid of a message that is here
    public MessageEntry entry(long uid) {
        MessagePage page = pages[indexOfPage(MessagePage.numberOf(uid))];
        return page.entry(page.placeOf(uid));
    }

    /// What to do with the messages of one page that a set names.
    public interface PageVisitor {
        /// @param from first place
        /// @param to behind the last place
        void visit(MessagePage page, int from, int to);
    }

    /// Visits the messages that a set names in ascending order, page by page; costs nothing for
    /// UIDs of the set that are not here.
    public void visit(UidSet uids, PageVisitor visitor) {
        for (UidSet.Range range : uids.ranges()) {
            long first = Math.clamp(range.first(), 0, BEHIND_ALL);
            long behind = Math.clamp(range.last(), 0, BEHIND_ALL - 1) + 1;
            for (int at = firstPageFrom(first); at < pages.length; at++) {
                MessagePage page = pages[at];
                int from = page.firstPlaceFrom(first);
                int to = page.firstPlaceFrom(behind);
                if (from < to) {
                    visitor.visit(page, from, to);
                }
                if (to < page.count()) {
                    break;
                }
            }
        }
    }

    /// Adds messages behind the last one.
    ///
    /// @param entries ascending, all above the UIDs that are here
    /// @return the pages that are new or changed
    public List<MessagePage> appended(List<MessageEntry> entries) {
        List<MessagePage> changed = new ArrayList<>();
        MessagePage.Builder builder = null;
        int open = -1;
        for (MessageEntry entry : entries) {
            int number = MessagePage.numberOf(entry.uid());
            if (builder == null || number != open) {
                if (builder != null) {
                    changed.add(builder.build());
                }
                builder = builderFor(number);
                open = number;
            }
            builder.add(entry);
        }
        if (builder != null) {
            changed.add(builder.build());
        }
        return changed;
    }

    private MessagePage.Builder builderFor(int number) {
        return pages.length > 0 && pages[pages.length - 1].number() == number
                ? new MessagePage.Builder(pages[pages.length - 1])
                : new MessagePage.Builder(number);
    }

    /// The directory with some pages exchanged, added, or, where they are empty now, left out.
    ///
    /// @param changed ascending by number
    public PageDirectory with(List<MessagePage> changed) {
        if (changed.size() == 1) {
            return with(changed.getFirst());
        }
        List<MessagePage> merged = new ArrayList<>(pages.length + changed.size());
        int at = 0;
        for (MessagePage page : changed) {
            while (at < pages.length && pages[at].number() < page.number()) {
                merged.add(pages[at++]);
            }
            if (at < pages.length && pages[at].number() == page.number()) {
                at++;
            }
            if (page.count() > 0) {
                merged.add(page);
            }
        }
        while (at < pages.length) {
            merged.add(pages[at++]);
        }
        return of(merged);
    }

    /// The usual case, an arrival or a flag, without a walk over all pages.
    private PageDirectory with(MessagePage page) {
        int at = firstPageFrom((long) page.number() * MessagePage.UIDS);
        boolean known = at < pages.length && pages[at].number() == page.number();
        if (page.count() == 0) {
            return known ? withoutPage(at) : this;
        }
        if (!known) {
            MessagePage[] more = new MessagePage[pages.length + 1];
            System.arraycopy(pages, 0, more, 0, at);
            more[at] = page;
            System.arraycopy(pages, at, more, at + 1, pages.length - at);
            return new PageDirectory(more);
        }
        MessagePage[] copy = pages.clone();
        copy[at] = page;
        if (page.count() == pages[at].count()) {
            return new PageDirectory(copy, starts);
        }
        int[] moved = starts.clone();
        int by = page.count() - pages[at].count();
        for (int i = at + 1; i < moved.length; i++) {
            moved[i] += by;
        }
        return new PageDirectory(copy, moved);
    }

    private PageDirectory withoutPage(int at) {
        MessagePage[] fewer = new MessagePage[pages.length - 1];
        System.arraycopy(pages, 0, fewer, 0, at);
        System.arraycopy(pages, at + 1, fewer, at, fewer.length - at);
        return new PageDirectory(fewer);
    }
}
