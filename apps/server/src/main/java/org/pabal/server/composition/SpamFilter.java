// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.pabal.filter.Adviser;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Experience;
import org.pabal.filter.Greylisting;
import org.pabal.filter.judging.ContentFilter;
import org.pabal.filter.judging.FilterParts;
import org.pabal.filter.policy.ListEntry;
import org.pabal.filter.policy.SenderPattern;
import org.pabal.filter.policy.StoredPolicy;
import org.pabal.filter.policy.StoredWishes;
import org.pabal.filter.policy.Thresholds;
import org.pabal.filter.quarantine.Quarantine;
import org.pabal.jmap.sender.SenderLists;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.Assessments;
import org.pabal.mta.filtering.ArrivalFilter;
import org.pabal.mta.filtering.Fronts;
import org.pabal.mta.filtering.WindowRoom;
import org.pabal.server.administration.SpamOperations;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;
import org.pabal.spam.OwnDomains;
import org.pabal.storage.StorageException;
import org.pabal.wire.IpNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The spam filter and all that it asks.
final class SpamFilter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpamFilter.class);

    private final Settings settings;
    private final SpamCounts counts = new SpamCounts();
    private final WindowRoom room = new WindowRoom();
    private final StoredWishes wishes;
    private final Quarantine quarantine;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ContentFilter filter;
    private final OwnDomains ownDomains;
    private final ArrivalFilter arrivals;

    /// @param experience of people and of the mail of before
    /// @param advisers whom it asks besides its own tests
    /// @param scanners who see the whole content
    /// @param greylisting asks clients to come again with mail in doubt
    SpamFilter(
            Foundation foundation,
            Settings settings,
            Experience experience,
            List<Adviser> advisers,
            List<ContentScanner> scanners,
            Greylisting greylisting)
            throws StartFailure {
        this.settings = settings;
        this.wishes = new StoredWishes(foundation.storage());
        this.quarantine = quarantine(foundation, settings.get(SpamTable.SPAM_QUARANTINE_KEEP));
        this.filter =
                new ContentFilter(
                        new FilterParts(
                                new StoredPolicy(thresholds(settings), lists(settings), wishes),
                                settings.get(SpamTable.SPAM_POINTS),
                                experience,
                                advisers,
                                scanners,
                                greylisting,
                                settings.get(SpamTable.SPAM_TIME),
                                counts,
                                foundation.clock()));
        this.ownDomains = new DirectoryDomains(foundation.directory(), foundation.clock());
        this.arrivals =
                new ArrivalFilter(
                        filter,
                        filter.withoutGreylisting(),
                        ownDomains,
                        room,
                        settings.get(SpamTable.SPAM_THIS_HOST)
                                ? ArrivalFilter.ThisHost.JUDGED
                                : ArrivalFilter.ThisHost.NOT_JUDGED,
                        fronts(settings));
    }

    private static Fronts fronts(Settings settings) throws StartFailure {
        List<IpNetwork> hosts = Networks.of(settings, SpamTable.SPAM_FRONTS);
        return new Fronts(
                address -> hosts.stream().anyMatch(each -> each.contains(address)),
                Set.copyOf(settings.get(SpamTable.SPAM_FRONT_RESULTS)));
    }

    private static Thresholds thresholds(Settings settings) {
        return new Thresholds(
                settings.get(SpamTable.SPAM_TAG_SCORE),
                settings.get(SpamTable.SPAM_JUNK_SCORE),
                settings.get(SpamTable.SPAM_QUARANTINE_SCORE),
                settings.get(SpamTable.SPAM_REFUSE_SCORE));
    }

    private static List<ListEntry> lists(Settings settings) throws StartFailure {
        List<ListEntry> entries = new ArrayList<>();
        add(settings, SpamTable.SPAM_ALLOW, ListEntry.Kind.ALLOWED, entries);
        add(settings, SpamTable.SPAM_BLOCK, ListEntry.Kind.BLOCKED, entries);
        return entries;
    }

    private static void add(
            Settings settings,
            Setting<List<String>> setting,
            ListEntry.Kind kind,
            List<ListEntry> entries)
            throws StartFailure {
        for (String text : settings.get(setting)) {
            SenderPattern sender =
                    SenderPattern.parse(text)
                            .orElseThrow(() ->
                                    new StartFailure(
                                            setting.key()
                                                    + " has '"
                                                    + text
                                                    + "', which is neither user@host nor @host,"
                                                    + " .host or a network"));
            entries.add(new ListEntry(sender, kind, ""));
        }
    }

    /// Gives copies up in quarantine whose time is over, at the start and once an hour.
    void start() {
        Thread.ofVirtual().name("quarantine").start(this::expire);
    }

    private void expire() {
        try {
            do {
                try {
                    quarantine.expire();
                } catch (StorageException trouble) {
                    LOG.warn("event=quarantine-not-expired reason=\"{}\"", trouble.getMessage());
                }
            } while (!closing.await(1, TimeUnit.HOURS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closing.countDown();
    }

    Quarantine quarantine() {
        return quarantine;
    }

    /// As the settings want it, for a command without a server.
    static Quarantine quarantine(Foundation foundation, Duration keep) {
        return new Quarantine(foundation.storage(), keep, foundation.clock());
    }

    SpamCounts counts() {
        return counts;
    }

    /// Mails of which less was judged than there was room for at another time.
    long shortages() {
        return room.shortages();
    }

    /// Mails and parts of judgements that a bug let pass.
    long failures() {
        return counts.failures() + arrivals.failures();
    }

    /// What administrators set at run time.
    /// Those of people, where mail is judged.
    Optional<SenderLists> lists() {
        return settings.get(SpamTable.SPAM_ENABLED)
                ? Optional.of(new SenderLists(wishes))
                : Optional.empty();
    }

    StoredWishes wishes() {
        return wishes;
    }

    /// What the fields of a mail that has waited say.
    Assessments judgedBefore(HeaderSection header) {
        return arrivals().map(known -> known.judgedBefore(header)).orElse(Assessments.NONE);
    }

    /// Empty when strangers' mail is not judged.
    Optional<ArrivalFilter> arrivals() {
        return settings.get(SpamTable.SPAM_ENABLED) ? Optional.of(arrivals) : Optional.empty();
    }

    /// For what administrators ask.
    SpamOperations.Filters forOperations() {
        return new SpamOperations.Filters(filter.alone(), ownDomains);
    }
}
