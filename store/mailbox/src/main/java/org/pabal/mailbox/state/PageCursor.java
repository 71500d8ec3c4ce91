// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import org.pabal.mailbox.Flags;
import org.pabal.mailbox.MessageCursor;

/// Walks over the pages of a directory.
final class PageCursor implements MessageCursor {
    private final PageDirectory pages;
    private MessagePage page = MessagePage.empty(0);

    /// The index of the page's first message, and of the one behind its last.
    private int start;

    private int end;
    private int place;

    PageCursor(PageDirectory pages) {
        this.pages = pages;
    }

    @Override
    public void move(int index) {
        if (index < start || index >= end) {
            int at = pages.pageAt(index);
            page = pages.page(at);
            start = pages.start(at);
            end = start + page.count();
        }
        place = index - start;
    }

    @Override
    public long uid() {
        return page.uid(place);
    }

    @Override
    public long email() {
        return page.email(place);
    }

    @Override
    public long thread() {
        return page.thread(place);
    }

    @Override
    public Flags flags() {
        return page.flags(place);
    }

    @Override
    public long modSeq() {
        return page.modSeq(place);
    }

    @Override
    public long size() {
        return page.size(place);
    }

    @Override
    public long internalSeconds() {
        return page.date(place);
    }

    @Override
    public long savedSeconds() {
        return page.saved(place);
    }
}
