// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailbox.state;

import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The pages of a mailbox, read from storage when they are first asked for.
///
/// No change of a mailbox is computed before its pages are here, so that what is read later is what
/// belongs to every state that shares this source.
public final class PageSource {
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable PageDirectory pages;
    private @Nullable Supplier<PageDirectory> reader;

    private PageSource(@Nullable PageDirectory pages, @Nullable Supplier<PageDirectory> reader) {
        this.pages = pages;
        this.reader = reader;
    }

    public static PageSource of(PageDirectory pages) {
        return new PageSource(pages, null);
    }

    public static PageSource readBy(Supplier<PageDirectory> reader) {
        return new PageSource(null, reader);
    }

    public boolean isRead() {
        return pages != null;
    }

    public PageDirectory pages() {
        PageDirectory known = pages;
        return known != null ? known : read();
    }

    private PageDirectory read() {
        reading.lock();
        try {
            PageDirectory known = pages;
            if (known == null) {
                known = Objects.requireNonNull(reader).get();
                pages = known;
                reader = null;
            }
            return known;
        } finally {
            reading.unlock();
        }
    }
}
