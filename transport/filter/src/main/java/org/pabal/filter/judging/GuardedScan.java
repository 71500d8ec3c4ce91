// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.judging;

import java.util.Optional;
import org.pabal.filter.Advice;
import org.pabal.filter.ContentScanner;

/// A scan that may break before it is asked anything: this is said when it is asked. For one thread.
final class GuardedScan implements ContentScanner.Scan {
    private Optional<ContentScanner.Scan> inner = Optional.empty();
    private Optional<RuntimeException> broken = Optional.empty();

    GuardedScan(ContentScanner scanner, String mailId) {
        try {
            inner = Optional.of(scanner.begin(mailId));
        } catch (RuntimeException bug) {
            broken = Optional.of(bug);
        }
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        if (broken.isPresent()) {
            return;
        }
        try {
            inner.orElseThrow().write(octets, offset, length);
        } catch (RuntimeException bug) {
            broken = Optional.of(bug);
        }
    }

    @Override
    public Advice finish() throws InterruptedException {
        if (broken.isPresent()) {
            throw broken.get();
        }
        return inner.orElseThrow().finish();
    }

    @Override
    public void close() {
        inner.ifPresent(ContentScanner.Scan::close);
    }
}
