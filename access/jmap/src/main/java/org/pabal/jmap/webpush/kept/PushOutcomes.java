// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.webpush.kept;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.jmap.webpush.PushTarget;
import org.pabal.mta.jobs.OutsidePosts.Outcome;
import org.pabal.mta.webhook.NoticeCounts;
import org.pabal.mta.webhook.WebhookRecord.Answer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What becomes of a target after a push: it was told, is told again later, or has ended.
final class PushOutcomes {
    private static final Logger LOG = LoggerFactory.getLogger(PushOutcomes.class);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
    private static final Duration LAST_RETRY = Duration.ofHours(1);

    /// Then what is owed is forgotten: the device asks for itself when it is used.
    private static final int MAX_FAILURES = 30;

    private final PushTargets targets;
    private final PushQueue queue;
    private final NoticeCounts counts;
    private final InstantSource clock;

    PushOutcomes(PushTargets targets, PushQueue queue, NoticeCounts counts, InstantSource clock) {
        this.targets = targets;
        this.queue = queue;
        this.counts = counts;
        this.clock = clock;
    }

    void settle(AccountId account, PushTarget target, Map<String, String> states, Outcome outcome) {
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
        queue.callAgain(account, pause);
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

    Answer answer(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(int status, _) -> new Answer(clock.instant(), status, "");
            case Outcome.Impossible(_, String reason) -> new Answer(clock.instant(), 0, reason);
            case Outcome.Failed(_, String reason) -> new Answer(clock.instant(), 0, reason);
        };
    }

    static boolean isGood(Outcome outcome) {
        return outcome instanceof Outcome.Answered(int status, _) && status / 100 == 2;
    }

    /// @param since 0 where it is not known: states that are owed are older
    void count(Outcome outcome, long since) {
        if (!isGood(outcome)) {
            counts.count(NoticeCounts.Outcome.FAILED);
        } else if (since == 0) {
            counts.count(NoticeCounts.Outcome.TOLD);
        } else {
            counts.told(Duration.ofNanos(System.nanoTime() - since));
        }
    }
}
