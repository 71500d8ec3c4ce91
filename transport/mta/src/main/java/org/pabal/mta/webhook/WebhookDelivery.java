// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.mda.LaterJob.Work;
import org.pabal.mda.NewMail;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import org.pabal.mta.jobs.WebhookPosts;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import org.pabal.storage.Change;

/// Posts notifications to webhooks, and remembers how it went. Safe for use by many threads.
public final class WebhookDelivery implements WebhookPosts {
    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10));

    /// Longer than that no server makes us wait.
    private static final Duration LONGEST = Duration.ofHours(1);

    /// While all goes well, times are written this often: what a crash may lose of them.
    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);

    private static final int REMEMBERED = 10_000;

    private final Webhooks webhooks;
    private final OutsidePosts posts;
    private final InstantSource clock;
    private final NoticeCounts counts;
    private final Map<Key, Kept> kept =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private record Key(AccountId account, String webhook) {}

    private record Kept(WebhookRecord record, Instant written) {}

    public WebhookDelivery(
            Webhooks webhooks, OutsidePosts posts, InstantSource clock, NoticeCounts counts) {
        this.webhooks = webhooks;
        this.posts = posts;
        this.clock = clock;
        this.counts = counts;
    }

    @Override
    public Told tell(Work.Hook work, QueueEntry entry, Account account) {
        Optional<Webhook> found =
                find(account, work.webhook()).filter(Webhook::enabled);
        if (found.isEmpty()) {
            counts.count(NoticeCounts.Outcome.NEEDLESS);
            return Told.needless("the webhook is no more, or off");
        }
        Webhook webhook = found.get();
        if (webhook.rules().isQuiet(clock.instant())) {
            counts.count(NoticeCounts.Outcome.NEEDLESS);
            return Told.needless("these are quiet hours");
        }
        OutsidePosts.Told told =
                post(webhook, account, entry.id().toString(), work.mail(), entry.accepted());
        return told(webhook, account, entry, told);
    }

    /// What was promised here is posted from here, though the account has moved on meanwhile.
    private Optional<Webhook> find(Account account, String webhook) {
        return account.isHere()
                ? webhooks.find(account.id(), webhook)
                : webhooks.findLeft(account.id(), webhook);
    }

    private OutsidePosts.Told post(
            Webhook webhook, Account account, String id, NewMail mail, Instant received) {
        WebhookText text =
                WebhookText.of(
                        id,
                        account.address().toString(),
                        account.language(),
                        webhook.rules().show(),
                        mail,
                        received);
        WebhookRequest request = WebhookRequest.of(webhook, text, clock.instant());
        return posts.told(webhook.url(), request.fields(), request.body());
    }

    private Told told(Webhook webhook, Account account, QueueEntry entry, OutsidePosts.Told told) {
        Instant now = clock.instant();
        Answer answer = answer(told, now);
        Optional<Duration> took =
                answer.isGood()
                        ? Optional.of(Duration.between(entry.accepted(), now))
                        : Optional.empty();
        took.ifPresentOrElse(counts::told, () -> counts.count(NoticeCounts.Outcome.FAILED));
        List<Change> memory =
                account.isHere()
                        ? remember(account.id(), webhook.id(), answer, took)
                        : List.of(); // its records are another host's by now
        String host = String.valueOf(webhook.url().getHost());
        return switch (told.outcome()) {
            case Outcome.Answered(int status, var after) ->
                    new Told(
                            diagnosis(host, answer),
                            memory,
                            true,
                            Optional.of(pause(entry.attempts(), status / 100 == 2, after)));
            case Outcome.Impossible(var status, var reason) ->
                    new Told(
                            Diagnosis.ours(mendable(status), reason),
                            memory,
                            true,
                            Optional.of(pause(entry.attempts(), false, Optional.empty())));
            case Outcome.Failed(var status, var reason) ->
                    new Told(
                            Diagnosis.ours(status, reason),
                            memory,
                            false,
                            Optional.of(pause(entry.attempts(), false, Optional.empty())));
        };
    }

    /// Whatever its owner or the other server can mend within a day is tried again; where a webhook
    /// goes that may not is refused for good.
    private static String mendable(String status) {
        return status.equals(OutsidePosts.INSIDE) ? status : "4" + status.substring(1);
    }

    private static Answer answer(OutsidePosts.Told told, Instant now) {
        return switch (told.outcome()) {
            case Outcome.Answered(int status, _) -> new Answer(now, status, told.text());
            case Outcome.Impossible(_, var reason) -> new Answer(now, 0, reason);
            case Outcome.Failed(_, var reason) -> new Answer(now, 0, reason);
        };
    }

    private static Diagnosis diagnosis(String host, Answer answer) {
        String said = host + " answered with HTTP status " + answer.status();
        return answer.isGood()
                ? new Diagnosis(Diagnosis.ours("2.0.0", "").status(), said, host)
                : Diagnosis.ours("4.3.0", (said + " " + answer.said()).strip());
    }

    private static Duration pause(int attempts, boolean done, Optional<String> after) {
        Duration own = PAUSES.get(Math.clamp(attempts, 0, PAUSES.size() - 1));
        return done
                ? own
                : after.filter(seconds -> seconds.matches("[0-9]{1,6}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .map(said -> said.compareTo(LONGEST) > 0 ? LONGEST : said)
                        .filter(said -> said.compareTo(own) > 0)
                        .orElse(own);
    }

    /// How a webhook does.
    public WebhookRecord record(AccountId account, String webhook) {
        synchronized (kept) {
            Kept known = kept.get(new Key(account, webhook));
            if (known != null) {
                return known.record();
            }
        }
        return webhooks.record(account, webhook);
    }

    /// The webhook is no more.
    public void forget(AccountId account, String webhook) {
        synchronized (kept) {
            kept.remove(new Key(account, webhook));
        }
    }

    /// @return what is to be written of it now
    private List<Change> remember(
            AccountId account, String webhook, Answer answer, Optional<Duration> took) {
        Key key = new Key(account, webhook);
        WebhookRecord stored = record(account, webhook);
        int day = (int) TimeUnit.SECONDS.toDays(answer.at().getEpochSecond());
        synchronized (kept) {
            Kept before = kept.getOrDefault(key, new Kept(stored, Instant.EPOCH));
            NoticeTimes times = before.record().times();
            WebhookRecord now =
                    new WebhookRecord(
                            Optional.of(answer),
                            took.map(each -> times.with(each, day)).orElse(times));
            boolean other =
                    before.record()
                            .last()
                            .filter(last ->
                                    last.status() == answer.status()
                                            && last.said().equals(answer.said()))
                            .isEmpty();
            boolean write = other || !before.written().plus(BETWEEN_WRITES).isAfter(answer.at());
            kept.put(key, new Kept(now, write ? answer.at() : before.written()));
            return write ? webhooks.keeping(account, webhook, now) : List.of();
        }
    }

    /// What came of a trial.
    ///
    /// @param memory to be written by who asked
    public record Tried(Answer answer, Duration took, List<Change> memory) {
        public Tried {
            memory = List.copyOf(memory);
        }
    }

    /// Posts an example, whatever the rules say, and waits for the answer.
    public Tried test(Webhook webhook, Account account, String id, NewMail example) {
        long began = System.nanoTime();
        OutsidePosts.Told told = post(webhook, account, id, example, clock.instant());
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        Answer answer = answer(told, clock.instant());
        return new Tried(
                answer, took, remember(account.id(), webhook.id(), answer, Optional.empty()));
    }
}
