// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.AccountId;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.push.WantedTypes;
import org.pabal.jmap.webpush.PushRequest;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.jmap.webpush.VapidKey;
import org.pabal.mailbox.AccountMailboxes.DataType;
import org.pabal.mailbox.AccountPoint;
import org.pabal.mailbox.StoreListener;
import org.pabal.message.UnavailableException;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Tells push services of changes: the package's description says how. Safe for use by many threads.
///
/// What waits in memory is one entry for each account that has targets, with a state for each type.
public final class PushSender implements StoreListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PushSender.class);

    /// A storm of mail wakes a phone this often.
    static final Duration INTERVAL = Duration.ofSeconds(5);

    static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    static final Duration LAST_RETRY = Duration.ofHours(1);

    /// Then what is owed is forgotten: the device asks for itself when it is used.
    static final int MAX_FAILURES = 30;

    /// An account is served by one thread at a time.
    private static final Duration BUSY = Duration.ofSeconds(1);

    /// At one time; services are of others and may be slow.
    private static final int MAX_SENDING = 64;

    /// The type of which devices show something. RFC 8621 §1.5.
    private static final String NEWS = "EmailDelivery";

    private final PushTargets targets;
    private final News news;
    private final Readers readers;
    private final PushSending sending;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Duration interval;
    private final DelayQueue<Due> queue = new DelayQueue<>();
    private final Map<AccountId, Waiting> waiting = new ConcurrentHashMap<>();
    private final Set<AccountId> serving = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(MAX_SENDING);
    private final Thread dispatcher = Thread.ofVirtual().name("web-push").unstarted(this::dispatch);
    private @Nullable VapidKey key;

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
        this.sending = sending;
        this.clock = clock;
        this.random = random;
        this.interval = interval;
    }

    /// What is to be told to an account's devices.
    ///
    /// @param states by type, see {@link ToldState}
    /// @param notBefore in the time of {@link System#nanoTime}
    /// @param queued whether an entry of the queue will come for it
    /// @param since when the first of them came, in the same time
    private record Waiting(Map<String, String> states, long notBefore, boolean queued, long since) {

        Waiting with(Map<String, String> more) {
            Map<String, String> all = new HashMap<>(states);
            all.putAll(more);
            return new Waiting(
                    Map.copyOf(all), notBefore, true, queued ? since : System.nanoTime());
        }
    }

    private record Due(AccountId account, long nanos) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos - System.nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(
                    getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    /// Takes up what was owed when the server stopped.
    public void start() {
        Instant now = clock.instant();
        targets.load((account, target) -> {
            if (!target.codeSent() || !target.owed().isEmpty()) {
                callAgain(account, Duration.between(now, target.retryAt()));
            }
        });
        dispatcher.start();
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
    public synchronized VapidKey key() {
        VapidKey known = key;
        if (known == null) {
            known = targets.key();
            key = known;
        }
        return known;
    }

    @Override
    public void changed(
            AccountId account, AccountPoint before, AccountPoint now, Set<DataType> types) {
        if (targets.has(account)) {
            news.begin(account, before);
            Map<String, String> states = new HashMap<>();
            types.forEach(type -> states.put(WantedTypes.name(type), now.toString()));
            changed(account, states);
        }
        for (AccountId reader : readers.of(account)) {
            news.begin(reader, account, before);
            Map<String, String> states = new HashMap<>();
            types.forEach(type ->
                    states.put(ToldState.key(account, WantedTypes.name(type)), now.toString()));
            changed(reader, states);
        }
    }

    /// A type that is not mail.
    public void changed(AccountId account, String type, String state) {
        if (targets.has(account)) {
            changed(account, Map.of(type, state));
        }
    }

    private void changed(AccountId account, Map<String, String> states) {
        waiting.compute(
                account,
                (_, before) -> {
                    Waiting known =
                            before == null
                                    ? new Waiting(Map.of(), System.nanoTime(), false, 0)
                                    : before;
                    if (!known.queued()) {
                        queue.add(new Due(account, known.notBefore()));
                    }
                    return known.with(states);
                });
    }

    /// The account has something to send that is not in memory: a code, or what is owed.
    void callAgain(AccountId account, Duration in) {
        long nanos = Math.max(0, in.toNanos());
        queue.add(new Due(account, System.nanoTime() + nanos));
    }

    @Override
    public void removed(AccountId account) {
        end(account);
    }

    /// The account's password has changed, or it is no more: its devices are to ask anew (THREATS
    /// A09). RFC 8620 §7.2.
    public void end(AccountId account) {
        if (targets.has(account)) {
            waiting.remove(account);
            news.forget(account);
            readers.forget(account);
            Thread.ofVirtual().name("web-push-end").start(() -> targets.removeAll(account));
        }
    }

    private void dispatch() {
        try {
            while (true) {
                Due due = queue.take();
                slots.acquire();
                Thread.ofVirtual().name("web-push-send").start(() -> serve(due.account()));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve(AccountId account) {
        try {
            if (serving.add(account)) {
                serveAlone(account);
            } else {
                callAgain(account, BUSY);
            }
        } finally {
            slots.release();
        }
    }

    private void serveAlone(AccountId account) {
        Waiting taken = take(account);
        Map<String, String> states = new HashMap<>(taken.states());
        try {
            List<PushTarget> all = targets.of(account, clock.instant());
            if (states.containsKey(NEWS) && !news.isWanted(account)) {
                states.remove(NEWS);
            }
            onlySeen(account, states);
            for (PushTarget target : all) {
                serve(account, target, states, taken.since());
            }
        } catch (UnavailableException down) {
            LOG.warn("event=push-deferred account={} reason=\"{}\"", account, down.getMessage());
            changed(account, taken.states());
        } catch (RuntimeException bug) {
            LOG.error("event=push-broke account={}", account, bug);
        } finally {
            serving.remove(account);
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
                case CHANGES -> states.remove(ToldState.key(owner, NEWS));
                case MAIL -> {}
            }
        }
        learnShares(user);
    }

    private Waiting take(AccountId account) {
        Waiting[] taken = {new Waiting(Map.of(), 0, false, 0)};
        waiting.computeIfPresent(
                account,
                (_, before) -> {
                    taken[0] = before;
                    return new Waiting(Map.of(), System.nanoTime() + interval.toNanos(), false, 0);
                });
        return taken[0];
    }

    /// @param since when the first of the states was reached
    private void serve(
            AccountId account, PushTarget target, Map<String, String> states, long since) {
        if (target.retryAt().isAfter(clock.instant())) {
            owe(account, target, states);
            return;
        }
        if (!target.codeSent()) {
            settle(account, target, Map.of(), post(target, verification(target), Map.of()));
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
            Outcome outcome = post(target, stateChange(account, told), told);
            long begun = target.owed().isEmpty() ? since : 0;
            count(outcome, begun);
            settle(account, target, told, outcome);
            targets.note(
                    account,
                    target.id(),
                    answer(outcome),
                    begun == 0 || !isGood(outcome)
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
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@type", "PushTest");
        json.put("pushSubscriptionId", target.id());
        long begun = System.nanoTime();
        Outcome outcome = post(target, json, Map.of());
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        targets.note(account, target.id(), answer(outcome), Optional.empty());
        return new Tried(answer(outcome), took);
    }

    private Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(int status, _) -> new Answer(clock.instant(), status, "");
            case Outcome.Impossible(_, String reason) -> new Answer(clock.instant(), 0, reason);
            case Outcome.Failed(_, String reason) -> new Answer(clock.instant(), 0, reason);
        };
    }

    private static boolean isGood(Outcome outcome) {
        return outcome instanceof Outcome.Answered(int status, _) && status / 100 == 2;
    }

    /// @param since 0 where it is not known: states that are owed are older
    private void count(Outcome outcome, long since) {
        if (!isGood(outcome)) {
            sending.counts().count(NoticeCounts.Outcome.FAILED);
        } else if (since == 0) {
            sending.counts().count(NoticeCounts.Outcome.TOLD);
        } else {
            sending.counts().told(Duration.ofNanos(System.nanoTime() - since));
        }
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

    /// RFC 8620 §7.2.2.
    private static ObjectNode verification(PushTarget target) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("@type", "PushVerification")
                .put("pushSubscriptionId", target.id())
                .put("verificationCode", target.code());
    }

    private static ObjectNode stateChange(AccountId account, Map<String, String> states) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("@type", "StateChange");
        ObjectNode changed = json.putObject("changed");
        states.forEach((key, state) -> {
            ToldState of = ToldState.of(key);
            changed.withObjectProperty(of.account(account)).put(of.type(), state);
        });
        return json;
    }

    private Outcome post(PushTarget target, ObjectNode json, Map<String, String> states) {
        boolean urgent =
                states.isEmpty()
                        || states.keySet().stream()
                                .anyMatch(key -> ToldState.of(key).type().equals(NEWS));
        PushRequest request =
                PushRequest.of(
                        target,
                        json.toString().getBytes(StandardCharsets.UTF_8),
                        urgent ? PushRequest.Urgency.HIGH : PushRequest.Urgency.NORMAL,
                        states.isEmpty() ? "" : "changes",
                        key(),
                        sending.contact(),
                        clock.instant(),
                        random);
        return sending.posts().post(target.url(), request.fields(), request.body());
    }

    private void settle(
            AccountId account, PushTarget target, Map<String, String> states, Outcome outcome) {
        switch (outcome) {
            case Outcome.Answered(int status, _) when status / 100 == 2 -> {
                if (!target.codeSent() || !target.owed().isEmpty() || target.failures() > 0) {
                    targets.update(account, target.id(), PushTarget::told);
                }
            }
            case Outcome.Answered(int status, _) when status == 404 || status == 410 -> {
                LOG.info(
                        "event=push-ended account={} id={} status={}",
                        account,
                        target.id(),
                        status);
                targets.remove(account, target.id());
            }
            case Outcome.Answered(int status, Optional<String> after) ->
                    fail(account, target, states, "HTTP status " + status, after);
            case Outcome.Impossible(_, String reason) -> {
                LOG.warn(
                        "event=push-ended account={} id={} reason=\"{}\"",
                        account,
                        target.id(),
                        reason);
                targets.remove(account, target.id());
            }
            case Outcome.Failed(_, String reason) ->
                    fail(account, target, states, reason, Optional.empty());
        }
    }

    private void fail(
            AccountId account,
            PushTarget target,
            Map<String, String> states,
            String why,
            Optional<String> after) {
        LOG.info(
                "event=push-failed account={} id={} failures={} reason=\"{}\"",
                account,
                target.id(),
                target.failures() + 1,
                why);
        if (target.failures() + 1 >= MAX_FAILURES) {
            targets.remove(account, target.id());
            return;
        }
        Duration pause = pause(target.failures(), after);
        Instant again = clock.instant().plus(pause);
        targets.update(account, target.id(), now -> now.failed(states, again));
        callAgain(account, pause);
    }

    /// Twice as long each time; or as the service says, within reason.
    private static Duration pause(int failures, Optional<String> after) {
        Duration own =
                failures >= 7 ? LAST_RETRY : FIRST_RETRY.multipliedBy(1L << Math.min(failures, 7));
        return after.filter(seconds -> seconds.matches("[0-9]{1,4}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                .filter(said -> said.compareTo(own) > 0)
                .orElse(own);
    }

    @Override
    public void close() {
        dispatcher.interrupt();
    }
}
