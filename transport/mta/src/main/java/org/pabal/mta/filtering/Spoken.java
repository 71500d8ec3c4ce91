// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.util.Locale;
import java.util.Optional;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.Outcome;
import org.pabal.mda.Assessment;
import org.pabal.mta.acceptance.Assessments;
import org.pabal.mta.routing.Route;

/// What the filter says of each copy of a mail that it was asked about.
///
/// @param isRefused the mail is refused for all
/// @param instead what becomes of a copy that would be refused when the mail is not
record Spoken(FilterAnswer answer, boolean isRefused, Outcome instead) implements Assessments {

    static Said said(FilterAnswer answer, Route route) {
        return route instanceof Route.LocalAccount(var account, _)
                ? answer.of(account.id())
                : answer.everybody();
    }

    @Override
    public Optional<Assessment> of(Route route) {
        Said said = said(answer, route);
        return Optional.of(
                new Assessment(
                        said.judgement().score(),
                        said.required(),
                        answer.virus(),
                        Wishes.of(outcome(said)),
                        Told.of(said, outcome(said))));
    }

    private Outcome outcome(Said said) {
        return said.outcome() == Outcome.REFUSE && !isRefused ? instead : said.outcome();
    }

    /// For log and ledger, of everybody.
    String word() {
        Outcome outcome =
                answer.again().isPresent()
                        ? Outcome.DEFER
                        : isRefused ? Outcome.REFUSE : outcome(answer.everybody());
        return outcome.name().toLowerCase(Locale.ROOT);
    }
}
