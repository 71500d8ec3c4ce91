// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.Notify;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.queue.Recipient;

/// How long a mail may wait: by the settings, and by what its sender asked.
final class TimeLimits {
    private TimeLimits() {}

    /// When it is given up. BY= with mode R may make it earlier, never later. RFC 2852 §4.
    static Instant expiry(AcceptedMail mail, QueueConfig config) {
        Instant expiry = mail.release().plus(config.expiry());
        return limit(mail, DeliverBy.Mode.RETURN)
                .filter(limit -> limit.isBefore(expiry))
                .orElse(expiry);
    }

    /// When its sender is told that it still waits; empty for never. BY= with mode N may make it
    /// earlier, for all but those of whom nothing is to be told.
    static Optional<Instant> delayReport(
            AcceptedMail mail, Origin origin, List<Recipient> recipients, QueueConfig config) {
        Optional<Instant> usual =
                recipients.stream().anyMatch(r -> wantsDelay(r.request(), origin))
                        ? Optional.of(mail.release().plus(config.delayReport()))
                        : Optional.empty();
        Optional<Instant> limit =
                recipients.stream().allMatch(r -> r.request().isNever())
                        ? Optional.empty()
                        : limit(mail, DeliverBy.Mode.NOTIFY);
        return usual.isPresent() && (limit.isEmpty() || usual.get().isBefore(limit.get()))
                ? usual
                : limit;
    }

    /// Unasked, only those who gave us the mail are told. RFC 3461 §5.2.3.
    private static boolean wantsDelay(RecipientRequest request, Origin origin) {
        return request.wants(Notify.DELAY)
                && (origin == Origin.SUBMITTED || request.notifyOf().isPresent());
    }

    private static Optional<Instant> limit(AcceptedMail mail, DeliverBy.Mode mode) {
        return mail.request()
                .deliverBy()
                .filter(by -> by.mode() == mode)
                .map(by -> mail.at().plusSeconds(by.seconds()));
    }
}
