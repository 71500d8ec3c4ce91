// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pabal.directory.AccountId;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.push.WantedTypes;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.jmap.webpush.VapidKey;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells push services of changes: the package's description says how. Safe for use by many threads.
public final class PushSender implements StoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushSender.class);

    /// A storm of mail wakes a phone this often.
    static final Duration INTERVAL = Duration.ofSeconds(5);

    private final PushTargets targets;
    private final News news;
    private final Readers readers;
    private final InstantSource clock;
    private final PushQueue queue;
    private final PushPosts posts;
    private final PushOutcomes outcomes;

    /// @param interval between two pushes for one account, at least
    public PushSender(
            PushTargets targets,
            News news,
            Readers readers,
            PushSending sending,
            InstantSource clock,
            RandomGenerator random,
            Duration interval) {
        this.targets = targets;
        this.news = news;
        this.readers = readers;
        this.clock = clock;
        this.queue = new PushQueue(interval, this::serve);
        this.posts = new PushPosts(targets, sending, clock, random);
        this.outcomes = new PushOutcomes(targets, queue, sending.counts(), clock);
    }

    /// Takes up what was owed when the server stopped.
    public void start() {
        Instant now = clock.instant();
        targets.load((account, target) -> {
            if (!target.codeSent() || !target.owed().isEmpty()) {
                queue.callAgain(account, Duration.between(now, target.retryAt()));
            }
        });
        queue.start();
        Thread.ofVirtual().name("web-push-shares").start(this::learnShares);
    }

    private void learnShares() {
        targets.accounts().forEach(this::learnShares);
    }

    /// Asks anew who shares with a user.
    void learnShares(AccountId user) {
        try {
            if (targets.has(user)) {
                readers.refresh(user);
            }
        } catch (UnavailableException down) {
            LOG.warn("event=push-shares-unknown account={} reason=\"{}\"", user, down.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("event=push-shares-unknown account={}", user, bug);
        }
    }

    /// Others share something else with the account than before.
    @Override
    public void shared(AccountId recipient) {
        if (targets.has(recipient)) {
            Thread.ofVirtual().name("web-push-shares").start(() -> learnShares(recipient));
        }
    }

    /// The server's key, for browsers.
    public VapidKey key() {
        return posts.key();
    }

    @Override
    public void changed(
            AccountId account, AccountPoint before, AccountPoint now, Set<DataType> types) {
        if (targets.has(account)) {
            news.begin(account, before);
            Map<String, String> states = new HashMap<>();
            types.forEach(type -> states.put(WantedTypes.name(type), now.toString()));
            queue.add(account, states);
        }
        for (AccountId reader : readers.of(account)) {
            news.begin(reader, account, before);
            Map<String, String> states = new HashMap<>();
            types.forEach(type ->
                    states.put(ToldState.key(account, WantedTypes.name(type)), now.toString()));
            queue.add(reader, states);
        }
    }

    /// A type that is not mail.
    public void changed(AccountId account, String type, String state) {
        if (targets.has(account)) {
            queue.add(account, Map.of(type, state));
        }
    }

    /// The account has something to send that is not in memory: a code, or what is owed.
    void callAgain(AccountId account, Duration in) {
        queue.callAgain(account, in);
    }

    @Override
    public void removed(AccountId account) {
        end(account);
    }

    /// The account's password has changed, or it is no more: its devices are to ask anew (THREATS
    /// A09). RFC 8620 §7.2.
    public void end(AccountId account) {
        if (targets.has(account)) {
            queue.forget(account);
            news.forget(account);
            readers.forget(account);
            Thread.ofVirtual().name("web-push-end").start(() -> targets.removeAll(account));
        }
    }

    private void serve(AccountId account, PushQueue.Waiting taken) {
        Map<String, String> states = new HashMap<>(taken.states());
        try {
            List<PushTarget> all = targets.of(account, clock.instant());
            if (states.containsKey(ToldState.NEWS) && !news.isWanted(account)) {
                states.remove(ToldState.NEWS);
            }
            onlySeen(account, states);
            for (PushTarget target : all) {
                serve(account, target, states, taken.since());
            }
        } catch (UnavailableException down) {
            LOG.warn("event=push-deferred account={} reason=\"{}\"", account, down.getMessage());
            queue.add(account, taken.states());
        } catch (RuntimeException bug) {
            LOG.error("event=push-broke account={}", account, bug);
        }
    }

    /// Without what the user does not see of others' accounts. RFC 8620 §7.2: what is told is of all
    /// accounts that the user has access to.
    private void onlySeen(AccountId user, Map<String, String> states) {
        Set<AccountId> owners = new HashSet<>();
        states.keySet().forEach(key -> ToldState.of(key).owner().ifPresent(owners::add));
        for (AccountId owner : owners) {
            switch (news.inShared(user, owner)) {
                case NOTHING ->
                        states.keySet()
                                .removeIf(key ->
                                        ToldState.of(key).owner().equals(Optional.of(owner)));
                case CHANGES -> states.remove(ToldState.key(owner, ToldState.NEWS));
                case MAIL -> {}
            }
        }
        learnShares(user);
    }

    /// @param since when the first of the states was reached
    private void serve(
            AccountId account, PushTarget target, Map<String, String> states, long since) {
        if (target.retryAt().isAfter(clock.instant())) {
            owe(account, target, states);
            return;
        }
        if (!target.codeSent()) {
            outcomes.settle(account, target, Map.of(), posts.verification(target));
        }
        if (!target.verified()) {
            return;
        }
        Map<String, String> told = new HashMap<>(target.owed());
        told.keySet()
                .removeIf(key ->
                        ToldState.of(key)
                                .owner()
                                .filter(each -> !news.sees(account, each))
                                .isPresent());
        told.putAll(states);
        told.keySet().removeIf(key -> !wants(target, key));
        if (!told.isEmpty()) {
            Outcome outcome = posts.states(account, target, told);
            long begun = target.owed().isEmpty() ? since : 0;
            outcomes.count(outcome, begun);
            outcomes.settle(account, target, told, outcome);
            targets.note(
                    account,
                    target.id(),
                    outcomes.answer(outcome),
                    begun == 0 || !PushOutcomes.isGood(outcome)
                            ? Optional.empty()
                            : Optional.of(Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    /// What a push for the device's owner to see came to.
    ///
    /// @param took until the service had it
    record Tried(Answer answer, Duration took) {}

    /// Pushes something to be seen, whatever is owed.
    Tried test(AccountId account, PushTarget target) {
        long begun = System.nanoTime();
        Outcome outcome = posts.trial(target);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        targets.note(account, target.id(), outcomes.answer(outcome), Optional.empty());
        return new Tried(outcomes.answer(outcome), took);
    }

    /// A service that is known to be down is not asked with every mail.
    private void owe(AccountId account, PushTarget target, Map<String, String> states) {
        if (!target.verified() || states.keySet().stream().noneMatch(key -> wants(target, key))) {
            return;
        }
        targets.update(
                account,
                target.id(),
                now -> {
                    Map<String, String> owed = new HashMap<>(now.owed());
                    states.forEach((key, state) -> {
                        if (wants(now, key)) {
                            owed.put(key, state);
                        }
                    });
                    return now.owing(owed);
                });
    }

    private static boolean wants(PushTarget target, String key) {
        return target.wants(ToldState.of(key).type());
    }

    @Override
    public void close() {
        queue.close();
    }
}
