// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.judging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.filter.Advice;
import org.pabal.filter.Adviser;
import org.pabal.filter.ContentScanner;
import org.pabal.filter.Experience;
import org.pabal.filter.FilterAnswer;
import org.pabal.filter.FilterAnswer.Said;
import org.pabal.filter.MailFilter;
import org.pabal.filter.MailInQuestion;
import org.pabal.filter.Outcome;
import org.pabal.filter.policy.Thresholds;
import org.pabal.spam.Finding;
import org.pabal.spam.Judgement;
import org.pabal.spam.VirusCheck;
import org.pabal.spam.reading.ReadingTests;
import org.pabal.spam.rules.Rules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One mail before the filter. For one thread.
final class Judging implements MailFilter.Inquiry {
    private static final Logger LOG = LoggerFactory.getLogger(Judging.class);

    private final FilterParts parts;
    private final List<ContentScanner.Scan> scans;

    Judging(FilterParts parts, List<ContentScanner.Scan> scans) {
        this.parts = parts;
        this.scans = scans;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        scans.forEach(scan -> scan.write(octets, offset, length));
    }

    @Override
    public FilterAnswer judge(MailInQuestion mail) {
        long begun = System.nanoTime();
        Consultation others =
                new Consultation(mail.mailId(), parts.observer(), parts.time().toNanos());
        for (Adviser adviser : parts.advisers()) {
            others.ask(
                    adviser.name(), adviser.patience(), () -> adviser.ask(mail), adviser::broken);
        }
        for (int i = 0; i < scans.size(); i++) {
            ContentScanner scanner = parts.scanners().get(i);
            others.ask(scanner.name(), scanner.patience(), scans.get(i)::finish, scanner::broken);
        }
        List<Finding> common = own(mail);
        Experience.Recollection learnt =
                guarded("experience", mail, () -> parts.experience().of(mail))
                        .orElseGet(() -> Experience.NONE.of(mail));
        FilterAnswer answer = answer(mail, common, learnt, others.answers());
        if (answer.again().isEmpty()) {
            guarded("experience", mail, () -> told(learnt, answer));
        }
        parts.observer()
                .judged(answer.everybody().outcome(), Duration.ofNanos(System.nanoTime() - begun));
        return answer;
    }

    private static boolean told(Experience.Recollection learnt, FilterAnswer answer) {
        learnt.decided(answer);
        return true;
    }

    private List<Finding> own(MailInQuestion mail) {
        List<Finding> found = new ArrayList<>();
        guarded("rules", mail, () -> Rules.of(mail.reading(), mail.facts()))
                .ifPresent(found::addAll);
        guarded("reading", mail, () -> ReadingTests.of(mail.reading(), mail.facts()))
                .ifPresent(found::addAll);
        return found;
    }

    private FilterAnswer answer(
            MailInQuestion mail,
            List<Finding> common,
            Experience.Recollection learnt,
            List<Advice> advices) {
        List<Finding> all = new ArrayList<>(common);
        Advice strictest = Advice.NONE;
        for (Advice advice : advices) {
            all.addAll(advice.findings());
            strictest = advice.least().compareTo(strictest.least()) > 0 ? advice : strictest;
        }
        Outcome least = strictest.least();
        Said everybody =
                said(
                        all,
                        guarded("experience", mail, learnt::everybody).orElse(List.of()),
                        guarded("lists", mail, () -> parts.policy().lists(mail)).orElse(List.of()),
                        guarded("policy", mail, parts.policy()::everybody)
                                .orElse(Thresholds.STANDARD),
                        least);
        Map<AccountId, Said> accounts = new HashMap<>();
        for (Account account : mail.accounts()) {
            guarded("policy", mail, () -> said(mail, all, learnt, account, least))
                    .ifPresent(said -> accounts.put(account.id(), said));
        }
        return new FilterAnswer(
                everybody,
                accounts,
                VirusCheck.of(all),
                strictest.said(),
                again(mail, everybody, least));
    }

    private Said said(
            MailInQuestion mail,
            List<Finding> all,
            Experience.Recollection learnt,
            Account account,
            Outcome least) {
        return said(
                all,
                guarded("experience", mail, () -> learnt.of(account)).orElse(List.of()),
                guarded("lists", mail, () -> parts.policy().lists(mail, account)).orElse(List.of()),
                parts.policy().of(account),
                least);
    }

    private Said said(
            List<Finding> common,
            List<Finding> learnt,
            List<Finding> lists,
            Thresholds thresholds,
            Outcome least) {
        List<Finding> findings = new ArrayList<>(common);
        findings.addAll(learnt);
        findings.addAll(lists);
        Judgement judgement = new Judgement(parts.points().weigh(findings));
        Outcome byScore = thresholds.outcome(judgement.score());
        Outcome outcome = least.compareTo(byScore) > 0 ? least : byScore;
        return new Said(judgement, thresholds.required(), outcome);
    }

    /// Only what nothing else keeps out is asked to come again.
    private Optional<Duration> again(MailInQuestion mail, Said everybody, Outcome least) {
        if (least == Outcome.DEFER) {
            return Optional.of(Duration.ofMinutes(5));
        }
        return everybody.outcome() == Outcome.REFUSE
                ? Optional.empty()
                : guarded(
                                "greylisting",
                                mail,
                                () -> parts.greylisting().ask(mail, everybody.judgement().score()))
                        .flatMap(wait -> wait);
    }

    /// A bug in a test leaves the test out, and nothing else.
    private <T> Optional<T> guarded(String part, MailInQuestion mail, Supplier<T> step) {
        try {
            return Optional.of(step.get());
        } catch (RuntimeException bug) {
            parts.observer().failed(part);
            LOG.error("mail={} event=filter-failed part={}", mail.mailId(), part, bug);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        scans.forEach(ContentScanner.Scan::close);
    }
}
