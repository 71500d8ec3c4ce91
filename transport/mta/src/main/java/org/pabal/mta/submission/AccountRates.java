// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.submission;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.message.UnavailableException;
import org.pabal.mta.submission.format.v1.CountsOctets;
import org.pabal.smtp.Verdict;
import org.pabal.storage.Change;
import org.pabal.storage.Space;
import org.pabal.storage.SpaceChanges;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much each account, and each user of this host, may submit in an hour and in a day, so that a
/// stolen password or a broken web page is worth little. Safe for use by many threads.
///
/// What an account has sent becomes durable in the commit of each of its mails, so that a restart
/// gives nothing back; what is being sent is counted from its first command on, so that many
/// sessions at once get no more than one. Hours and days are those of UTC.
public final class AccountRates {
    private static final Logger LOG = LoggerFactory.getLogger(AccountRates.class);

    /// Beyond it the accounts that send nothing now are forgotten, and read again when they do.
    private static final int MAX_ACCOUNTS_IN_MEMORY = 20_000;

    private static final long HOUR = Duration.ofHours(1).toSeconds();
    private static final long DAY = Duration.ofDays(1).toSeconds();

    private final Limits limits;
    private final Storage storage;
    private final InstantSource clock;
    private final ConcurrentHashMap<Owner, Counts> accounts = new ConcurrentHashMap<>();

    /// Whose counts they are.
    private sealed interface Owner {
        byte[] key();

        record OfAccount(AccountId account) implements Owner {
            @Override
            public byte[] key() {
                return CountsOctets.key(account.value());
            }
        }

        record OfUser(String name) implements Owner {
            @Override
            public byte[] key() {
                return CountsOctets.key(name);
            }
        }
    }

    /// What an account may submit.
    public record Limits(
            int mailsPerHour, int recipientsPerHour, int mailsPerDay, int recipientsPerDay) {
        public static Limits defaults() {
            return new Limits(300, 1_000, 2_000, 10_000);
        }

        /// With those of one account in their place.
        Limits with(AccountLimits own) {
            return new Limits(
                    (int) own.mailsPerHour().orElse(mailsPerHour),
                    recipientsPerHour,
                    mailsPerDay,
                    (int) own.recipientsPerDay().orElse(recipientsPerDay));
        }
    }

    public AccountRates(Limits limits, Storage storage, InstantSource clock) {
        this.limits = limits;
        this.storage = storage;
        this.clock = clock;
    }

    /// For one mail of an account, which must be settled.
    ///
    /// @throws UnavailableException when the store cannot tell what the account has sent
    Sending begin(Account account) {
        Limits own =
                account.limits().equals(AccountLimits.NONE)
                        ? limits
                        : limits.with(account.limits());
        return begin(new Owner.OfAccount(account.id()), own);
    }

    /// The same for a user of this host.
    Sending begin(String user) {
        return begin(new Owner.OfUser(user), limits);
    }

    private Sending begin(Owner account, Limits own) {
        if (accounts.size() > MAX_ACCOUNTS_IN_MEMORY) {
            accounts.values().removeIf(Counts::isIdle);
        }
        while (true) {
            Counts counts = accounts.computeIfAbsent(account, this::load);
            if (counts.enter()) {
                return new Sending(account, counts, own);
            }
            accounts.remove(account, counts); // it was being forgotten
        }
    }

    int accountsInMemory() {
        return accounts.size();
    }

    private Counts load(Owner account) {
        try {
            return storage.read(Space.Shared.COUNTERS, account.key())
                    .map(value -> new Counts(decode(account, value)))
                    .orElseGet(() -> new Counts(new CountsOctets(0, 0, 0, 0, 0, 0)));
        } catch (StorageException trouble) {
            throw new UnavailableException(String.valueOf(trouble.getMessage()), trouble);
        }
    }

    private static CountsOctets decode(Owner account, byte[] value) {
        try {
            return CountsOctets.decode(value);
        } catch (IllegalArgumentException broken) {
            LOG.error("event=counts-unreadable account={} {}", account, broken.getMessage());
            return new CountsOctets(0, 0, 0, 0, 0, 0);
        }
    }

    /// What one account has sent and is sending.
    private static final class Counts {
        private CountsOctets now;
        private int open;
        private boolean forgotten;

        Counts(CountsOctets stored) {
            this.now = stored;
        }

        synchronized boolean enter() {
            open += forgotten ? 0 : 1;
            return !forgotten;
        }

        synchronized boolean isIdle() {
            forgotten |= open == 0;
            return forgotten;
        }

        synchronized CountsOctets at(Instant time) {
            turn(time);
            return now;
        }

        /// Begins a new hour or day, also when the clock was set back.
        private void turn(Instant time) {
            long hour = time.getEpochSecond() / HOUR;
            long day = time.getEpochSecond() / DAY;
            boolean sameHour = hour == now.hour();
            boolean sameDay = day == now.day();
            if (!sameHour || !sameDay) {
                now =
                        new CountsOctets(
                                hour,
                                sameHour ? now.mailsOfHour() : 0,
                                sameHour ? now.recipientsOfHour() : 0,
                                day,
                                sameDay ? now.mailsOfDay() : 0,
                                sameDay ? now.recipientsOfDay() : 0);
            }
        }

        /// @return which limit speaks against it, in words; empty when it was counted
        synchronized Optional<String> take(int mails, int recipients, Limits limits, Instant time) {
            turn(time);
            CountsOctets after = plus(mails, recipients);
            if (after.mailsOfHour() > limits.mailsPerHour()) {
                return Optional.of(over(limits.mailsPerHour(), "mails an hour", HOUR, time));
            }
            if (after.recipientsOfHour() > limits.recipientsPerHour()) {
                return Optional.of(
                        over(limits.recipientsPerHour(), "recipients an hour", HOUR, time));
            }
            if (after.mailsOfDay() > limits.mailsPerDay()) {
                return Optional.of(over(limits.mailsPerDay(), "mails a day", DAY, time));
            }
            if (after.recipientsOfDay() > limits.recipientsPerDay()) {
                return Optional.of(over(limits.recipientsPerDay(), "recipients a day", DAY, time));
            }
            now = after;
            return Optional.empty();
        }

        private CountsOctets plus(int mails, int recipients) {
            return new CountsOctets(
                    now.hour(),
                    now.mailsOfHour() + mails,
                    now.recipientsOfHour() + recipients,
                    now.day(),
                    now.mailsOfDay() + mails,
                    now.recipientsOfDay() + recipients);
        }

        private static String over(int limit, String of, long window, Instant time) {
            long minutes = (window - time.getEpochSecond() % window + 59) / 60;
            String wait = minutes < 120 ? minutes + " minutes" : (minutes + 59) / 60 + " hours";
            return limit + " " + of + " are the limit of an account; try again in " + wait;
        }

        /// @param taken when what is given back was taken: another hour's is over anyway
        synchronized void giveBack(int mails, int recipients, CountsOctets taken) {
            int ofHour = taken.hour() == now.hour() ? 1 : 0;
            int ofDay = taken.day() == now.day() ? 1 : 0;
            now =
                    new CountsOctets(
                            now.hour(),
                            Math.max(0, now.mailsOfHour() - ofHour * mails),
                            Math.max(0, now.recipientsOfHour() - ofHour * recipients),
                            now.day(),
                            Math.max(0, now.mailsOfDay() - ofDay * mails),
                            Math.max(0, now.recipientsOfDay() - ofDay * recipients));
        }

        synchronized void leave() {
            open--;
        }
    }

    /// One mail of an account, counted while it is sent. For one thread.
    final class Sending {
        private final Owner account;
        private final Counts counts;
        private final Limits own;
        private final CountsOctets begun;
        private int mails;
        private int recipients;
        private boolean settled;

        private Sending(Owner account, Counts counts, Limits own) {
            this.account = account;
            this.counts = counts;
            this.own = own;
            this.begun = counts.at(clock.instant());
        }

        /// Counts the mail, or says why not now.
        Verdict mail() {
            Verdict verdict = take(1, 0);
            mails += verdict instanceof Verdict.Accept ? 1 : 0;
            return verdict;
        }

        /// Counts a recipient, or says why not now.
        Verdict recipient() {
            Verdict verdict = take(0, 1);
            recipients += verdict instanceof Verdict.Accept ? 1 : 0;
            return verdict;
        }

        private Verdict take(int moreMails, int moreRecipients) {
            return counts.take(moreMails, moreRecipients, own, clock.instant())
                    .<Verdict>map(text -> Verdict.refuse(450, "4.7.1", text, "rate of the account"))
                    .orElse(Verdict.ACCEPT);
        }

        /// What makes the counts durable, for the commit of the mail.
        ///
        /// @param more in the same space
        SpaceChanges changes(List<Change> more) {
            byte[] value = counts.at(clock.instant()).encode();
            List<Change> changes = new ArrayList<>(more);
            changes.add(new Change.Put(account.key(), value));
            return SpaceChanges.of(Space.Shared.COUNTERS, changes);
        }

        /// The mail was promised. What comes later has no effect.
        void keep() {
            settle(0, 0);
        }

        /// The mail came to nothing. Without effect when it was kept.
        void giveBack() {
            settle(mails, recipients);
        }

        private void settle(int mailsBack, int recipientsBack) {
            if (!settled) {
                settled = true;
                counts.giveBack(mailsBack, recipientsBack, begun);
                counts.leave();
            }
        }
    }
}
