// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.spam.Judgement;
import org.pabal.spam.VirusCheck;

/// What the filter says of a mail.
///
/// @param everybody holds for recipients that are not in `accounts`: without what single accounts
///     have learnt
/// @param accounts for each account of {@link MailInQuestion#accounts}
/// @param said to the client when the mail is refused, without a code; empty for the customary words
/// @param again how long the client is to wait before it comes again; empty when the mail may pass now
public record FilterAnswer(
        Said everybody,
        Map<AccountId, Said> accounts,
        VirusCheck virus,
        String said,
        Optional<Duration> again) {
    public FilterAnswer {
        accounts = Map.copyOf(accounts);
    }

    /// About one recipient, or all that are alike.
    ///
    /// @param judgement for an account with what it has learnt, allows and blocks
    /// @param required the score from which on a mail is spam
    public record Said(Judgement judgement, double required, Outcome outcome) {}

    /// What is said for an account.
    public Said of(AccountId account) {
        return accounts.getOrDefault(account, everybody);
    }
}
