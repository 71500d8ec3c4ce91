// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.pabal.directory.Account;
import org.pabal.filter.Experience.Recollection;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.filter.history.format.v1.People;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.MessageIds;
import org.pabal.spam.Finding;
import org.pabal.spam.SpamTest;
import org.pabal.spam.statistics.Kind;

/// What is remembered that concerns one mail. For one thread.
final class HistoryOfMail implements Recollection {
    private static final double ENOUGH_FOR_GOOD = 20;
    private static final double ENOUGH_FOR_BAD = 10;
    private static final double MOSTLY = 0.9;
    private static final double HARDLY = 0.03;

    private static final double SURELY_SPAM = 6;
    private static final double SURELY_HAM = 2;

    /// Of the References, those that are nearest to the mail.
    private static final int MOST_IDS = 20;

    private final MailInQuestion mail;
    private final History history;
    private final Author author;
    private final List<Finding> ofSources;

    HistoryOfMail(MailInQuestion mail, History history) {
        this.mail = mail;
        this.history = history;
        this.author = Author.of(mail.reading(), mail.facts());
        this.ofSources = new ArrayList<>(ofSources());
        OptionalLong text = TextDigest.of(mail.reading().text());
        if (text.isPresent()) {
            ofSources.addAll(
                    history.bulk()
                            .findings(
                                    text.getAsLong(),
                                    mail.facts().recipients(),
                                    isList(),
                                    mail.facts().at()));
        }
    }

    /// Lists say what they are, and sign.
    private boolean isList() {
        return mail.reading().header().first("List-Id").isPresent()
                && !mail.facts().signers().isEmpty();
    }

    /// Of the domain when it is proved, else of the network: many share one.
    private List<Finding> ofSources() {
        Optional<Finding> domain =
                author.proved()
                        ? finding(History.domain(author.domain()), author.domain())
                        : Optional.empty();
        return domain.or(() ->
                        author.network()
                                .flatMap(network ->
                                        finding(
                                                History.network(network),
                                                Author.shown(mail.facts().client().orElseThrow()))))
                .map(List::of)
                .orElse(List.of());
    }

    private Optional<Finding> finding(long source, String shown) {
        Sources.Counts counts = history.sources().of(source, history.day(mail.facts().at()));
        double mails = counts.mails();
        if (mails >= ENOUGH_FOR_BAD && counts.spam() >= MOSTLY * mails) {
            return Optional.of(SpamTest.HISTORY_BAD.found(shown));
        }
        return mails >= ENOUGH_FOR_GOOD && counts.spam() <= HARDLY * mails
                ? Optional.of(SpamTest.HISTORY_GOOD.found(shown))
                : Optional.empty();
    }

    @Override
    public List<Finding> everybody() {
        return ofSources;
    }

    @Override
    public List<Finding> of(Account account) {
        List<Finding> found = new ArrayList<>(ofSources);
        People people = history.people().of(account.id());
        found.addAll(ofAuthor(people));
        if (people.sent().size() > 0 && answers(people)) {
            found.add(SpamTest.REPLY_TO_OWN_MAIL.found());
        }
        return found;
    }

    private List<Finding> ofAuthor(People people) {
        if (author.address().isEmpty()) {
            return List.of();
        }
        long hash = Hashes.of(author.address());
        boolean known = people.correspondents().dayOf(hash).isPresent();
        if (known && author.proved()) {
            return List.of(SpamTest.KNOWN_CORRESPONDENT.found());
        }
        OptionalInt since = people.senders().dayOf(hash);
        if (since.isEmpty() && !known) {
            return List.of(SpamTest.FIRST_MAIL.found());
        }
        int today = history.day(mail.facts().at());
        return author.proved() && since.isPresent() && since.getAsInt() < today
                ? List.of(SpamTest.KNOWN_SENDER.found())
                : List.of();
    }

    private boolean answers(People people) {
        for (String field : List.of("In-Reply-To", "References")) {
            Optional<String> text = mail.reading().header().first(field).map(HeaderField::value);
            if (text.isPresent()
                    && MessageIds.last(text.get(), MOST_IDS).stream()
                            .anyMatch(id -> people.sent().dayOf(Hashes.of(id)).isPresent())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void decided(FilterAnswer answer) {
        int today = history.day(mail.facts().at());
        surely(answer.everybody().judgement().findings())
                .ifPresent(
                        kind -> count(kind == Kind.SPAM ? 1 : 0, kind == Kind.SPAM ? 0 : 1, today));
        if (author.proved()) {
            for (Account account : mail.accounts()) {
                if (answer.of(account.id()).outcome() == Outcome.DELIVER) {
                    history.hasWritten(account.id(), author.address(), today);
                }
            }
        }
    }

    private void count(int spam, int ham, int today) {
        author.network()
                .ifPresent(network ->
                        history.sources().count(History.network(network), spam, ham, today));
        if (author.proved()) {
            history.sources().count(History.domain(author.domain()), spam, ham, today);
        }
    }

    /// As what a mail is counted; empty in doubt. What history says must not become history.
    static Optional<Kind> surely(List<Finding> findings) {
        double score = 0;
        for (Finding finding : findings) {
            score += finding.test().startsWith("HISTORY_") ? 0 : finding.points();
        }
        if (score >= SURELY_SPAM) {
            return Optional.of(Kind.SPAM);
        }
        return score < SURELY_HAM ? Optional.of(Kind.HAM) : Optional.empty();
    }
}
