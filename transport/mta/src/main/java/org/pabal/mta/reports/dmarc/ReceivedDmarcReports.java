// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reports.dmarc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.pabal.message.Domain;
import org.pabal.mta.reports.ReportDesk;
import org.pabal.mta.reports.ReportReader;
import org.pabal.mta.reports.format.v1.FeedbackOctets;
import org.pabal.mta.reports.format.v1.FeedbackOctets.Source;
import org.pabal.storage.Change;
import org.pabal.storage.Commit;
import org.pabal.storage.Entry;
import org.pabal.storage.Keys;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What others report of mail in our domains' names. Anyone may send a report, of anything: these are
/// numbers for people to look at, nothing is decided by them.
public final class ReceivedDmarcReports implements ReportReader, ReportDesk {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedDmarcReports.class);
    private static final Space SPACE = Space.Shared.REPORTS;

    /// Reports are about yesterday; a few come late, and clocks differ.
    private static final Duration OLDEST = Duration.ofDays(60);

    private static final Duration NEWEST = Duration.ofDays(2);
    private static final int KEPT_DAYS = 400;

    /// Of a report; those beyond are counted together.
    private static final int MAX_SOURCES = 5_000;

    /// Of a domain's day: no domain has as many correspondents who report.
    private static final int MAX_REPORTS = 1_000;

    private static final int MAX_TEXT = 255;
    private static final int PAGE = 200;

    private final Storage storage;
    private final Predicate<Domain> isOurs;

    /// @param isOurs whether a domain, or one above it, is one whose reports are kept
    public ReceivedDmarcReports(Storage storage, Predicate<Domain> isOurs) {
        this.storage = storage;
        this.isOurs = isOurs;
    }

    @Override
    public String kind() {
        return "dmarc";
    }

    @Override
    public boolean isInterestedIn(byte[] start) {
        String text = new String(start, StandardCharsets.UTF_8).strip();
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return plain.startsWith("<?xml") || plain.startsWith("<feedback");
    }

    @Override
    public Optional<List<Change>> read(InputStream file, Instant arrived) throws IOException {
        Sources sources = new Sources();
        Optional<ReceivedFeedback> read = FeedbackReader.read(file, sources::add);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        ReceivedFeedback feedback = read.get();
        Optional<Domain> domain = Domain.parse(feedback.domain()).filter(this::isKept);
        Instant begin = Instant.ofEpochSecond(Math.min(feedback.begin(), Integer.MAX_VALUE * 100L));
        if (domain.isEmpty()
                || begin.isBefore(arrived.minus(OLDEST))
                || begin.isAfter(arrived.plus(NEWEST))) {
            LOG.info(
                    "event=report-ignored kind=dmarc domain={} begin={}", feedback.domain(), begin);
            return Optional.of(List.of());
        }
        return Optional.of(changes(feedback, domain.get().toAscii(), begin, sources));
    }

    private boolean isKept(Domain domain) {
        String name = domain.name();
        while (true) {
            if (Domain.parse(name).filter(isOurs).isPresent()) {
                return true;
            }
            int dot = name.indexOf('.');
            if (dot < 0) {
                return false;
            }
            name = name.substring(dot + 1);
        }
    }

    private List<Change> changes(
            ReceivedFeedback feedback, String domain, Instant begin, Sources sources) {
        LocalDate day = LocalDate.ofInstant(begin, ZoneOffset.UTC);
        String reporter = cut(feedback.organization());
        String id = cut(feedback.reportId());
        byte[] key = FeedbackOctets.key(day, domain, reporter, id);
        byte[] from = FeedbackOctets.keys(day, domain);
        if (storage.read(SPACE, key).isPresent()
                || storage.scan(SPACE, from, Keys.afterPrefix(from), MAX_REPORTS).size()
                        >= MAX_REPORTS) {
            return List.of();
        }
        FeedbackOctets kept =
                new FeedbackOctets(
                        reporter, id, feedback.begin(), feedback.end(), sources.counted());
        return List.of(new Change.Put(key, kept.encode()));
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    /// The rows of one report, added up.
    private static final class Sources {
        private record Kind(String ip, String disposition, boolean dkim, boolean spf) {}

        private final Map<Kind, Long> counts = new LinkedHashMap<>();

        void add(ReceivedFeedback.Row row) {
            Kind kind =
                    new Kind(
                            cut(row.sourceIp()),
                            cut(row.disposition().toLowerCase(Locale.ROOT)),
                            row.dkimPassed(),
                            row.spfPassed());
            if (counts.size() >= MAX_SOURCES && !counts.containsKey(kind)) {
                kind = new Kind("", "", kind.dkim(), kind.spf());
            }
            counts.merge(kind, row.count(), Long::sum);
        }

        List<Source> counted() {
            List<Source> sources = new ArrayList<>();
            counts.forEach((kind, count) ->
                    sources.add(
                            new Source(
                                    kind.ip(),
                                    kind.disposition(),
                                    kind.dkim(),
                                    kind.spf(),
                                    count)));
            return sources;
        }
    }

    /// What is reported of a domain on these days and those between.
    public DmarcNumbers numbers(Domain domain, LocalDate first, LocalDate last) {
        return DmarcNumbers.of(of(domain, first, last));
    }

    List<FeedbackOctets> of(Domain domain, LocalDate first, LocalDate last) {
        List<FeedbackOctets> found = new ArrayList<>();
        for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
            byte[] from = FeedbackOctets.keys(day, domain.toAscii());
            byte[] to = Keys.afterPrefix(from);
            List<Entry> page = storage.scan(SPACE, from, to, PAGE);
            while (!page.isEmpty()) {
                for (Entry entry : page) {
                    decode(entry.value()).ifPresent(found::add);
                }
                page = storage.scan(SPACE, Keys.successor(page.getLast().key()), to, PAGE);
            }
        }
        return found;
    }

    private static Optional<FeedbackOctets> decode(byte[] value) {
        try {
            return Optional.of(FeedbackOctets.decode(value));
        } catch (IllegalArgumentException broken) {
            LOG.error("event=report-unreadable {}", broken.getMessage());
            return Optional.empty();
        }
    }

    /// What comes in is durable at once.
    @Override
    public void flush() {}

    /// Sends nothing; forgets what is older than anyone asks for.
    @Override
    public void sendDue(Instant now) {
        LocalDate oldest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(KEPT_DAYS);
        List<Change> old = new ArrayList<>();
        for (Entry entry :
                storage.scan(
                        SPACE,
                        FeedbackOctets.keys(LocalDate.EPOCH),
                        FeedbackOctets.keys(oldest),
                        PAGE)) {
            old.add(new Change.Delete(entry.key()));
        }
        if (!old.isEmpty()) {
            storage.commit(new Commit(UUID.randomUUID(), List.of(SpaceChanges.of(SPACE, old))));
        }
    }
}
