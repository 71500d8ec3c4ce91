// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pabal.filter.Experience;
import org.pabal.filter.Greylisting;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.greylist.Greylist;
import org.pabal.filter.greylist.GreylistRules;
import org.pabal.filter.greylist.GreylistRules.Mode;
import org.pabal.filter.greylist.GreylistStore;
import org.pabal.filter.greylist.MailInDoubt;
import org.pabal.mta.greylisting.GreylistCheck;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.spam.SpamTest;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.pabal.wire.IpNetwork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Greylisting as the settings want it, and the thread that keeps its memory.
final class Greylists implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Greylists.class);

    /// What history says of those whom a recipient has written to.
    private static final Set<String> FRIENDS =
            Set.of(SpamTest.KNOWN_CORRESPONDENT.name(), SpamTest.REPLY_TO_OWN_MAIL.name());

    private static final int FLUSH_SECONDS = 5;
    private static final int FLUSHES_PER_SWEEP = 3_600 / FLUSH_SECONDS;

    private final GreylistRules rules;
    private final Greylist greylist;
    private final Predicate<InetAddress> left;
    private final CountDownLatch closing = new CountDownLatch(1);

    Greylists(Settings settings, Storage storage, InstantSource clock) throws StartFailure {
        this.rules = rules(settings);
        this.greylist = new Greylist(rules, new GreylistStore(storage), clock);
        List<IpNetwork> own = Networks.of(settings, ReceptionTable.OWN_NETWORKS);
        this.left =
                address ->
                        address.isLoopbackAddress()
                                || own.stream().anyMatch(each -> each.contains(address));
    }

    static GreylistRules rules(Settings settings) throws StartFailure {
        try {
            return new GreylistRules(
                    Mode.valueOf(settings.get(LimitsTable.GREYLIST_MODE).toUpperCase(Locale.ROOT)),
                    settings.get(LimitsTable.GREYLIST_DELAY),
                    settings.get(LimitsTable.GREYLIST_WINDOW),
                    settings.get(LimitsTable.GREYLIST_REMEMBERED),
                    settings.get(LimitsTable.GREYLIST_GOOD_AFTER),
                    settings.get(LimitsTable.GREYLIST_DOUBT_FROM),
                    settings.get(LimitsTable.GREYLIST_DOUBT_BELOW),
                    settings.get(LimitsTable.GREYLIST_MAX_TRIPLES));
        } catch (IllegalArgumentException unusable) {
            throw new StartFailure("greylist: " + unusable.getMessage(), unusable);
        }
    }

    /// Of mail in doubt.
    ///
    /// @param history knows with whom people correspond
    Greylisting inDoubt(Experience history) {
        return rules.mode() == Mode.DOUBT
                ? new MailInDoubt(rules, greylist, mail -> isOfFriends(history, mail))
                : Greylisting.OFF;
    }

    private static boolean isOfFriends(Experience history, MailInQuestion mail) {
        Experience.Recollection known = history.of(mail);
        return mail.accounts().stream()
                .flatMap(account -> known.of(account).stream())
                .anyMatch(finding -> FRIENDS.contains(finding.test()));
    }

    /// At each recipient, when all strangers are greylisted.
    ///
    /// @param authorised whether SPF says that the sender's domain sends from the client
    Optional<Supplier<SessionCheck>> atRecipients(Predicate<MailFacts> authorised) {
        return rules.mode() == Mode.ALWAYS
                ? Optional.of(() -> new GreylistCheck(greylist::ask, left, authorised))
                : Optional.empty();
    }

    Greylist greylist() {
        return greylist;
    }

    void start() {
        Thread.ofVirtual().name("greylist").start(this::keep);
    }

    private void keep() {
        try {
            int flushes = 0;
            do {
                keep(flushes);
                flushes = (flushes + 1) % FLUSHES_PER_SWEEP;
            } while (!closing.await(FLUSH_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(int flushes) {
        try {
            if (flushes == 0) {
                int removed = greylist.sweep();
                LOG.debug("event=greylist-swept removed={}", removed);
            } else {
                greylist.flush();
            }
        } catch (StorageException unavailable) {
            LOG.warn("event=greylist-not-kept reason=\"{}\"", unavailable.getMessage());
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            greylist.flush();
        } catch (StorageException unavailable) {
            LOG.warn("event=greylist-not-kept reason=\"{}\"", unavailable.getMessage());
        }
    }
}
