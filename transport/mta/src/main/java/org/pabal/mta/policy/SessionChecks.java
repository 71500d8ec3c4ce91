// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.message.ForwardPath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.smtp.Verdict;

/// All checks of one connection, asked in their order; the first that refuses has the last word.
/// For the connection's thread.
public final class SessionChecks {
    private final List<Supplier<SessionCheck>> kinds;
    private List<SessionCheck> open = List.of();
    private Optional<MailFacts> mail = Optional.empty();

    SessionChecks(List<Supplier<SessionCheck>> kinds) {
        this.kinds = kinds;
    }

    public boolean isEmpty() {
        return kinds.isEmpty();
    }

    /// A mail begins. When it is refused it has ended, too.
    public Verdict mail(MailFacts facts) {
        if (kinds.isEmpty()) {
            return Verdict.ACCEPT;
        }
        reset();
        if (open.isEmpty()) {
            open = kinds.stream().map(Supplier::get).toList();
        }
        mail = Optional.of(facts);
        for (SessionCheck check : open) {
            Verdict verdict = check.mail(facts);
            if (!(verdict instanceof Verdict.Accept)) {
                reset();
                return verdict;
            }
        }
        return Verdict.ACCEPT;
    }

    public Verdict rcpt(ForwardPath to, RecipientRequest request) {
        for (SessionCheck check : open) {
            Verdict verdict = check.rcpt(mail.orElseThrow(), to, request);
            if (!(verdict instanceof Verdict.Accept)) {
                return verdict;
            }
        }
        return Verdict.ACCEPT;
    }

    /// For whoever asks them about the content, one after the other.
    public List<SessionCheck> inOrder() {
        return open;
    }

    /// Of the mail that is open.
    public MailFacts facts() {
        return mail.orElseThrow();
    }

    /// The mail has come to its end. Without effect when none is open.
    public void reset() {
        if (mail.isPresent()) {
            mail = Optional.empty();
            open.forEach(SessionCheck::reset);
        }
    }

    public void close() {
        reset();
        open.forEach(SessionCheck::close);
        open = List.of();
    }
}
