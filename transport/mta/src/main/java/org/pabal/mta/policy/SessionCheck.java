// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy;

import java.util.List;
import org.pabal.message.ForwardPath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.smtp.Verdict;

/// A check's side of one connection. For the connection's thread only, which may be kept waiting.
///
/// Asked in this order, for each mail anew: {@link #mail}, {@link #rcpt} for each recipient,
/// {@link #content}, {@link #reset}. Whatever it needs and cannot have is its own to decide, by the
/// default that its settings name: it throws {@link org.pabal.message.UnavailableException} only
/// where a temporary refusal is meant.
public interface SessionCheck {

    /// For the log and the ledger, such as `milter rspamd`.
    String name();

    /// The first question of each mail. The client and its greeting may be others than at the mail
    /// before: TLS and AUTH come between.
    Verdict mail(MailFacts mail);

    /// Asked about recipients that would be accepted.
    Verdict rcpt(MailFacts mail, ForwardPath to, RecipientRequest request);

    /// Asked when the content is complete and whole, before anything is promised.
    ///
    /// @param recipients the addresses of those accepted, at least one
    ContentVerdict content(MailFacts mail, List<String> recipients, CheckedMessage message);

    /// The mail has come to its end, whatever it was.
    void reset();

    /// The session is over.
    void close();
}
