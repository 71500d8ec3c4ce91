// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.judging;

import java.util.ArrayList;
import java.util.List;
import org.pabal.directory.Account;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Experience;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.FilterObserver;
import org.pabal.filter.Greylisting;
import org.pabal.filter.MailFilter;
import org.pabal.filter.policy.Thresholds;
import org.pabal.spam.SpamFields;

/// The spam filter of a server.
public final class ContentFilter implements MailFilter {
    private final FilterParts parts;

    public ContentFilter(FilterParts parts) {
        this.parts = parts;
    }

    /// The same tests, and what was learnt, for a mail of before: nobody else is asked, and nobody
    /// hears of it.
    public ContentFilter alone() {
        return new ContentFilter(
                new FilterParts(
                        parts.policy(),
                        parts.points(),
                        Experience.onlyAsked(parts.experience()),
                        List.of(),
                        List.of(),
                        Greylisting.OFF,
                        parts.time(),
                        FilterObserver.NOBODY,
                        parts.clock()));
    }

    /// The same for mail whose client comes again in any case: a host of ours that has taken it.
    public ContentFilter withoutGreylisting() {
        return new ContentFilter(
                new FilterParts(
                        parts.policy(),
                        parts.points(),
                        parts.experience(),
                        parts.advisers(),
                        parts.scanners(),
                        Greylisting.OFF,
                        parts.time(),
                        parts.observer(),
                        parts.clock()));
    }

    @Override
    public Inquiry begin(String mailId) {
        List<ContentScanner.Scan> scans = new ArrayList<>(parts.scanners().size());
        parts.scanners().forEach(scanner -> scans.add(new GuardedScan(scanner, mailId)));
        return new Judging(parts, scans);
    }

    @Override
    public Said judgedBefore(SpamFields before, Account account) {
        Thresholds thresholds = parts.policy().of(account);
        return new Said(
                before.judgement(), thresholds.required(), thresholds.outcome(before.score()));
    }
}
